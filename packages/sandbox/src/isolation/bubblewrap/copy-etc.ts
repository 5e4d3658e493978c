import { cpSync, existsSync, mkdirSync, readdirSync, realpathSync, statSync } from "node:fs";
import { basename, join } from "node:path";
import { errnoOf } from "../../disk/errno-of.ts";
import { etcNames } from "./etc-names.ts";

/**
 * Copies into a fresh folder what commands see of /etc. One mount of it instead of forty, each of which bubblewrap
 * takes a twentieth of a millisecond for. Keys stay behind.
 */
export function copyEtc(copy: string, etc = "/etc"): void {
  mkdirSync(copy, { mode: 0o755 });
  const present = etcNames.map((name) => join(etc, name)).filter((path) => existsSync(path));
  for (const path of present) copyReadable(realpathSync(path), join(copy, basename(path)));
}

function copyReadable(from: string, to: string): void {
  if (isPrivate(from)) return;
  if (!statSync(from).isDirectory()) {
    ignoringClosed(() => cpSync(from, to));
    return;
  }
  mkdirSync(to, { mode: 0o755 });
  for (const name of list(from)) {
    const path = join(from, name);
    // Links keep leading where they led: to /usr, or to another entry here.
    ignoringClosed(() =>
      cpSync(path, join(to, name), {
        recursive: true,
        verbatimSymlinks: true,
        filter: (at) => !isPrivate(at),
      }),
    );
  }
}

/** What other users may not read is not for commands either, even if we are root; and what holds keys or passwords by its name. */
function isPrivate(path: string): boolean {
  const stats = statSync(path, { throwIfNoEntry: false });
  if (stats === undefined) return false;
  const isOpen = (stats.mode & 0o004) !== 0 && (!stats.isDirectory() || (stats.mode & 0o001) !== 0);
  return (
    !isOpen || /^(?:private|entitlement|consumer|settings.*\.xml|.*[.-]key(?:\.pem)?)$/.test(basename(path))
  );
}

function list(folder: string): readonly string[] {
  try {
    return readdirSync(folder).toSorted();
  } catch {
    return [];
  }
}

function ignoringClosed(act: () => void): void {
  try {
    act();
  } catch (error) {
    if (!["EACCES", "EPERM", "ENOENT"].includes(errnoOf(error) ?? "")) throw error;
  }
}

import {
  copyFileSync,
  lstatSync,
  mkdirSync,
  readdirSync,
  readlinkSync,
  realpathSync,
  statSync,
  symlinkSync,
} from "node:fs";
import { basename, join } from "node:path";
import { errnoOf } from "../../disk/errno-of.ts";
import { etcNames } from "./etc-names.ts";

/**
 * Copies into a fresh folder what commands see of /etc. One mount of it instead of forty, each of which bubblewrap
 * takes a twentieth of a millisecond for. Keys stay behind.
 */
export function copyEtc(copy: string, etc = "/etc"): void {
  mkdirSync(copy, { mode: 0o755 });
  for (const name of etcNames) {
    const path = join(etc, name);
    if (statSync(path, { throwIfNoEntry: false }) !== undefined)
      copyEntry(realpathSync(path), join(copy, name));
  }
}

function copyEntry(from: string, to: string): void {
  try {
    const stats = lstatSync(from);
    // Links keep leading where they led: to /usr, or to another entry here.
    if (stats.isSymbolicLink()) symlinkSync(readlinkSync(from), to);
    else if (isPrivate(from, stats.mode)) return;
    else if (stats.isFile()) copyFileSync(from, to);
    else if (stats.isDirectory()) copyFolder(from, to);
  } catch (error) {
    if (!["EACCES", "EPERM", "ENOENT"].includes(errnoOf(error) ?? "")) throw error;
  }
}

function copyFolder(from: string, to: string): void {
  const names = readdirSync(from);
  mkdirSync(to, { mode: 0o755 });
  for (const name of names) copyEntry(join(from, name), join(to, name));
}

/** What other users may not read is not for commands either, even if we are root; and what holds keys or passwords by its name. */
function isPrivate(path: string, mode: number): boolean {
  const isClosed = (mode & 0o004) === 0;
  return (
    isClosed || /^(?:private|entitlement|consumer|settings.*\.xml|.*[.-]key(?:\.pem)?)$/.test(basename(path))
  );
}

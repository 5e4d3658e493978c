import {
  cpSync,
  existsSync,
  mkdirSync,
  readdirSync,
  realpathSync,
  renameSync,
  rmSync,
  statSync,
} from "node:fs";
import { hash, randomUUID } from "node:crypto";
import { basename, join } from "node:path";
import { errnoOf } from "../../disk/errno-of.ts";

/** What programs look up in /etc; nothing that is secret, and nothing of this machine's own set-up. */
const names = [
  ..."ld.so.cache ld.so.conf ld.so.conf.d alternatives passwd group nsswitch.conf hosts host.conf resolv.conf".split(
    " ",
  ),
  ..."ssl ca-certificates ca-certificates.conf pki crypto-policies localtime timezone os-release debian_version".split(
    " ",
  ),
  ..."lsb-release protocols services mime.types magic terminfo fonts perl python3 python3.11 python3.12 python3.13".split(
    " ",
  ),
  ..."java-17-openjdk java-21-openjdk maven inputrc bash.bashrc profile shells locale.conf".split(" "),
];

/**
 * The folder below `store` that commands see as /etc: a copy of what they need of it, made anew when the original has
 * changed. One mount instead of forty, each of which bubblewrap takes a tenth of a millisecond for. Keys stay behind.
 */
export function copyEtc(store: string, etc = "/etc"): string {
  const present = names.map((name) => join(etc, name)).filter((path) => existsSync(path));
  const copy = join(store, hash("sha256", present.flatMap((path) => describe(path)).join("\n"), "hex"));
  if (existsSync(copy)) return copy;
  const unfinished = join(store, `${randomUUID()}.tmp`);
  mkdirSync(unfinished, { recursive: true, mode: 0o755 });
  for (const path of present) copyReadable(realpathSync(path), join(unfinished, basename(path)));
  try {
    renameSync(unfinished, copy);
  } catch (error) {
    // Another process was faster.
    if (errnoOf(error) !== "ENOTEMPTY" && errnoOf(error) !== "EEXIST") throw error;
    rmSync(unfinished, { recursive: true });
  }
  return copy;
}

/** Changes when the entry does, or anything in it. */
function describe(path: string): readonly string[] {
  const stats = statSync(path, { throwIfNoEntry: false });
  if (stats === undefined) return [path];
  const own = `${path} ${stats.mtimeMs} ${stats.ctimeMs} ${stats.size} ${stats.ino}`;
  return stats.isDirectory() ? [own, ...list(path).flatMap((name) => describe(join(path, name)))] : [own];
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

/** Where distributions put the keys that go with certificates. */
function isPrivate(path: string): boolean {
  return basename(path) === "private";
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

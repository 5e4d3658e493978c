import { readFileSync } from "node:fs";
import { type RawPath, toRawPath } from "../paths/raw-path.ts";

/**
 * The folders below a tree's root on which something is mounted, relative to it, in raw paths; what no snapshot holds is
 * left out. Nothing can be renamed from one mount into another, even of the same disk. Empty where the machine does not
 * say.
 */
export function mountsBelow(root: string, table = readMounts()): readonly RawPath[] {
  const prefix = `${toRawPath(root)}/`;
  return table
    .split("\n")
    .map((line) => unescape(line.split(" ")[4] ?? ""))
    .flatMap((place) => (place.startsWith(prefix) ? [place.slice(prefix.length)] : []))
    .filter((path) => !/^\.(?:git|kimi_agent)(?:\/|$)/.test(path));
}

/** The one of `mounts` in which `path` lies, or on which it is; `null` when it is of the root's own. */
export function mountOf(path: RawPath, mounts: readonly RawPath[]): RawPath | null {
  return mounts.find((mount) => path === mount || path.startsWith(`${mount}/`)) ?? null;
}

/** A line of it: `<id> <parent> <device> <root> <place> <options>…`, blanks in names as `\040` (proc(5)). */
function readMounts(): string {
  try {
    return readFileSync("/proc/self/mountinfo", "latin1");
  } catch {
    return "";
  }
}

function unescape(text: string): RawPath {
  return text.replaceAll(/\\([0-7]{3})/g, (_, octal: string) =>
    String.fromCharCode(Number.parseInt(octal, 8)),
  );
}

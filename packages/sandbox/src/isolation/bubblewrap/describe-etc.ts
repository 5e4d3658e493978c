import { type Dirent, readdirSync, type Stats, statSync } from "node:fs";
import { join } from "node:path";
import { etcNames } from "./etc-names.ts";

/** Lines that change when anything does of what commands see of /etc. */
export function describeEtc(etc = "/etc"): readonly string[] {
  return etcNames.flatMap((name) => describe(join(etc, name)));
}

/** Changes when the entry does, or anything in it. */
function describe(path: string): readonly string[] {
  const stats = statSync(path, { throwIfNoEntry: false });
  if (stats === undefined) return [path];
  return stats.isDirectory()
    ? [line(path, stats), ...list(path).flatMap(describeBelow)]
    : [line(path, stats)];
}

/** Links are copied as they are, and a link that is another one has changed the folder it is in. */
function describeBelow(entry: Dirent): readonly string[] {
  return entry.isSymbolicLink() ? [] : describe(`${entry.parentPath}/${entry.name}`);
}

function line(path: string, { mtimeMs, ctimeMs, size, ino }: Stats): string {
  return `${path} ${mtimeMs} ${ctimeMs} ${size} ${ino}`;
}

function list(folder: string): readonly Dirent[] {
  try {
    return readdirSync(folder, { withFileTypes: true }).toSorted((a, b) => (a.name < b.name ? -1 : 1));
  } catch {
    return [];
  }
}

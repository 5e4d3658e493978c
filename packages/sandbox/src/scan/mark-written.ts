import { type RawPath, parentOf } from "../paths/raw-path.ts";
import { type Changed, toChanged } from "./find-changed.ts";
import type { StatTable } from "./stat-table.ts";

/** Takes for changed the entries at `paths` and the folders they are in, and all else for unchanged, without a look. */
export function markWritten(table: StatTable, paths: Iterable<RawPath>): Changed {
  const flags = new Uint8Array(table.count);
  for (const path of paths) {
    const at = find(table, path);
    if (at !== null) flags[at] = 1;
    const folder = nearestFolder(table, parentOf(path));
    if (folder !== -1) flags[folder] = 1;
  }
  return toChanged(flags);
}

/** The folder at `path` or above it that is in the table; `-1` for the root. */
function nearestFolder(table: StatTable, path: RawPath): number {
  for (let at = path; at !== ""; at = parentOf(at)) {
    const found = find(table, at);
    if (found !== null) return found;
  }
  return -1;
}

function find(table: StatTable, path: RawPath): number | null {
  let found = -1;
  for (const name of path.split("/")) {
    const next = findChild(table, found, name);
    if (next === null) return null;
    found = next;
  }
  return found;
}

function findChild(table: StatTable, folder: number, name: RawPath): number | null {
  if (folder !== -1 && !table.isFolder(folder)) return null;
  for (const at of table.children(folder)) if (table.name(at) === name) return at;
  return null;
}

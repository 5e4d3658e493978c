import { type Stats, lstatSync } from "node:fs";
import { FolderHandle } from "../disk/folder-handle.ts";
import { type RawPath, nameOf, toDiskPath, toRawPath } from "../paths/raw-path.ts";
import { isExcluded } from "./excluded.ts";
import { type StatTable, mark, numbersEach } from "./stat-table.ts";

/** Which entries of a table are no longer as they were seen. */
export interface Changed {
  has(at: number): boolean;
  /** Whether any from `from` up to, not including, `to` is. */
  hasAny(from: number, to: number): boolean;
  readonly count: number;
}

export interface FindChangedOptions {
  /** Entries that count as changed without a look. */
  readonly isStale: (at: number) => boolean;
  readonly rest: () => Promise<void> | undefined;
}

const restEvery = 1024;

/**
 * Looks at every entry of a table by its path, which costs a third of entering each folder: should a link lead elsewhere
 * by now, then another entry is seen, which counts as changed, or the very same one. Nothing is opened. A folder that
 * is as it was holds the same names; those of the root are compared.
 */
export async function findChanged(
  table: StatTable,
  root: string,
  options: FindChangedOptions,
): Promise<Changed> {
  const flags = new Uint8Array(table.count);
  const look = createLook(table, `${toRawPath(root)}/`);
  for (let at = 0; at < table.count; at += 1) {
    flags[at] = options.isStale(at) || table.has(at, mark.listed) || !look(at) ? 1 : 0;
    if (at % restEvery === 0) await options.rest();
  }
  return toChanged(flags);
}

/** Whether the root still holds the names of a table. */
export function hasSameNames(table: StatTable, root: string): boolean {
  using folder = FolderHandle.openReal(root);
  const names = folder.list().filter((name) => !isExcluded("", name));
  const known = new Set<RawPath>();
  for (const at of table.children(-1)) known.add(nameOf(table.path(at)));
  return names.length === known.size && names.every((name) => known.has(name));
}

function createLook(table: StatTable, prefix: RawPath): (at: number) => boolean {
  const { numbers, paths, pathEnds } = table.columns;
  const toPath = toDiskPath(prefix + paths) instanceof Buffer ? toDiskPath : (path: string): string => path;
  return (at) => {
    const path = prefix + paths.slice(at === 0 ? 0 : pathEnds[at - 1], pathEnds[at]);
    const stats = statOrNull(toPath(path));
    const first = at * numbersEach;
    return (
      stats !== null &&
      numbers[first + 3] === stats.ctimeMs &&
      numbers[first + 2] === stats.mtimeMs &&
      numbers[first + 1] === stats.size &&
      numbers[first + 4] === stats.ino &&
      numbers[first] === stats.mode
    );
  };
}

function statOrNull(path: string | Buffer): Stats | null {
  try {
    return lstatSync(path, { throwIfNoEntry: false }) ?? null;
  } catch {
    // A folder above it is closed, or no folder any more: the second, careful look says which.
    return null;
  }
}

/** Makes of a one for each changed entry, and a zero for any other, what can be asked. */
export function toChanged(flags: Uint8Array): Changed {
  const before = new Uint32Array(flags.length + 1);
  for (let at = 0; at < flags.length; at += 1) before[at + 1] = (before[at] ?? 0) + (flags[at] ?? 0);
  return {
    has: (at) => flags[at] === 1,
    hasAny: (from, to) => before[from] !== before[to],
    count: before[flags.length] ?? 0,
  };
}

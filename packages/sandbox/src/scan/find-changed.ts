import { type Stats, lstatSync } from "node:fs";
import { isAscii } from "node:buffer";
import { FolderHandle } from "../disk/folder-handle.ts";
import { type RawPath, toDiskPath, toRawPath } from "../paths/raw-path.ts";
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
  /** Entries with one of these marks count as changed without a look. */
  readonly staleMarks: number;
  /** So do these. */
  readonly isStale?: ((at: number) => boolean) | null;
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
  { staleMarks, isStale = null, rest }: FindChangedOptions,
): Promise<Changed> {
  const flags = new Uint8Array(table.count);
  const look = createLook(table, root, flags);
  for (let at = 0; at < table.count; at += restEvery) {
    look(Math.min(table.count, at + restEvery));
    await rest();
  }
  const stale = staleMarks | mark.listed;
  if (table.hasAny(stale) || isStale !== null)
    for (let at = 0; at < table.count; at += 1)
      if (table.has(at, stale) || isStale?.(at) === true) flags[at] = 1;
  return toChanged(flags);
}

/** Whether the root still holds the names of a table. */
export function hasSameNames(table: StatTable, root: string): boolean {
  using folder = FolderHandle.openReal(root);
  const names = folder.list().filter((name) => !isExcluded("", name));
  const known = new Set<RawPath>();
  for (const at of table.children(-1)) known.add(table.name(at));
  return names.length === known.size && names.every((name) => known.has(name));
}

/**
 * Flags entries that are not as they were seen, from where it was left to before `to`. One plain loop over columns, since
 * it is what a snapshot takes its time for.
 */
function createLook({ columns }: StatTable, root: string, flags: Uint8Array): (to: number) => void {
  const { numbers, modes, ends, names, nameEnds } = columns;
  /** The folders around the current one, and where each ends. */
  const prefixes: RawPath[] = [];
  const prefixEnds: number[] = [];
  let prefix = `${toRawPath(root)}/`;
  let prefixEnd = Infinity;
  let at = 0;
  let nameStart = 0;
  const isPlain = isAscii(names) && typeof toDiskPath(prefix) === "string";
  return (to) => {
    const pieceStart = nameStart;
    const piece = names.toString("latin1", pieceStart, nameEnds[to - 1]);
    for (; at < to; at += 1) {
      while (at >= prefixEnd) {
        prefix = prefixes.pop() ?? "";
        prefixEnd = prefixEnds.pop() ?? Infinity;
      }
      const nameEnd = nameEnds[at] ?? 0;
      const path = prefix + piece.slice(nameStart - pieceStart, nameEnd - pieceStart);
      nameStart = nameEnd;
      const end = ends[at] ?? 0;
      if (end > at + 1) {
        prefixes.push(prefix);
        prefixEnds.push(prefixEnd);
        prefix = `${path}/`;
        prefixEnd = end;
      }
      const stats = statOrNull(isPlain ? path : toDiskPath(path));
      const first = at * numbersEach;
      const isSame =
        stats !== null &&
        numbers[first + 2] === stats.ctimeMs &&
        numbers[first + 1] === stats.mtimeMs &&
        numbers[first] === stats.size &&
        numbers[first + 3] === stats.ino &&
        modes[at] === stats.mode;
      if (!isSame) flags[at] = 1;
    }
  };
}

const options = { throwIfNoEntry: false } as const;

function statOrNull(path: string | Buffer): Stats | null {
  try {
    return lstatSync(path, options) ?? null;
  } catch {
    // A folder above it is closed, or no folder any more: the second, careful look says which.
    return null;
  }
}

/** Makes of a one for each changed entry, and a zero for any other, what can be asked. */
export function toChanged(flags: Uint8Array): Changed {
  const flagged: number[] = [];
  for (let at = flags.indexOf(1); at !== -1; at = flags.indexOf(1, at + 1)) flagged.push(at);
  if (flagged.length === 0) return { has: () => false, hasAny: () => false, count: 0 };
  return {
    has: (at) => flags[at] === 1,
    hasAny: (from, to) => (flagged[firstFrom(flagged, from)] ?? to) < to,
    count: flagged.length,
  };
}

/** Where the first of sorted numbers stands that is not less than `least`. */
function firstFrom(sorted: readonly number[], least: number): number {
  let from = 0;
  let to = sorted.length;
  while (from < to) {
    const middle = (from + to) >>> 1;
    if ((sorted[middle] ?? 0) < least) from = middle + 1;
    else to = middle;
  }
  return from;
}

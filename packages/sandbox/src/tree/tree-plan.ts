import type { TreeEntry } from "../manifest/tree-entry.ts";
import type { Seen } from "../scan/seen.ts";
import { type StatTable, numbersEach } from "../scan/stat-table.ts";

/** A tree that is to be made, and is being made. */
export interface TreePlan {
  /**
   * Its entries, depth first, in memory that other threads can share. What each looks like is filled in when it is made:
   * until then its `ctimeMs` is `NaN`.
   */
  readonly table: StatTable;
  /** Indices of the folders, each before what is in it. */
  readonly folders: readonly number[];
  /** What takes more than making a folder or writing a file: links, FIFOs, and what has several names or attributes. */
  readonly special: readonly SpecialEntry[];
}

/** An entry as it is to be, and its index. */
interface SpecialEntry {
  readonly at: number;
  readonly entry: TreeEntry;
}

/** Fills in what an entry looks like. */
export function noteSeen({ columns: { modes, numbers } }: StatTable, at: number, seen: Seen): void {
  const first = at * numbersEach;
  modes[at] = seen.mode;
  numbers[first] = seen.size;
  numbers[first + 1] = seen.mtimeMs;
  numbers[first + 2] = seen.ctimeMs;
  numbers[first + 3] = seen.inode;
}

/** Adds to what is noted of an entry. */
export function noteMark({ columns: { marks } }: StatTable, at: number, added: number): void {
  marks[at] = (marks[at] ?? 0) | added;
}

/** Whether it was filled in what an entry looks like. */
export function isSeen({ columns: { numbers } }: StatTable, at: number): boolean {
  return !Number.isNaN(numbers[at * numbersEach + 2]);
}

/**
 * Takes back what was seen of entries that a later change could leave with the same time stamp. `touched` was changed
 * after all of them, on the same disk and before anybody else could: whatever changes from now on is no older.
 */
export function forgetRacy({ columns: { numbers } }: StatTable, touched: Seen): void {
  for (let first = 0; first < numbers.length; first += numbersEach)
    if (Math.max(numbers[first + 1] ?? 0, numbers[first + 2] ?? 0) >= touched.ctimeMs)
      numbers[first + 2] = Number.NaN;
}

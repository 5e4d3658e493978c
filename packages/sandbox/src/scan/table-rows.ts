import { type TreeEntry, unknownAttributes } from "../manifest/tree-entry.ts";
import type { Seen } from "./seen.ts";
import { type StatColumns, hashBytes, mark, numbersEach } from "./stat-table.ts";

/** The columns of a table that say what an entry is like; the others say which entries there are, and where. */
export type RowColumns = Pick<StatColumns, "numbers" | "mtimesUs" | "modes" | "hashes" | "marks">;

/** Sets what an entry is like. `marks`: those that the entry itself does not tell. Returns whether it has rare fields. */
export function setRow(
  columns: RowColumns,
  at: number,
  { entry, seen, marks }: { readonly entry: TreeEntry; readonly seen: Seen; readonly marks: number },
): boolean {
  const first = at * numbersEach;
  columns.numbers[first] = seen.size;
  columns.numbers[first + 1] = seen.mtimeMs;
  columns.numbers[first + 2] = seen.ctimeMs;
  columns.numbers[first + 3] = seen.inode;
  columns.modes[at] = seen.mode;
  columns.mtimesUs[at] = entry.mtimeUs;
  if (entry.hash === null) columns.hashes.fill(0, at * hashBytes, (at + 1) * hashBytes);
  else columns.hashes.write(entry.hash, at * hashBytes, "hex");
  columns.marks[at] =
    marks |
    (isRare(entry) ? mark.rare : 0) |
    (entry.hash === null ? 0 : mark.hashed) |
    (entry.isSparse ? mark.sparse : 0) |
    (entry.attributes === unknownAttributes ? mark.unknownAttributes : 0);
  return isRare(entry);
}

/** Whether an entry has what few have. */
export function isRare({ target, linkedTo, attributes }: TreeEntry): boolean {
  return target !== null || linkedTo !== null || (attributes !== null && attributes !== unknownAttributes);
}

/** Sets what an entry is like to what another table says. */
export function copyRow(from: RowColumns, at: number, to: RowColumns, as: number): void {
  to.numbers.set(from.numbers.subarray(at * numbersEach, (at + 1) * numbersEach), as * numbersEach);
  to.mtimesUs[as] = from.mtimesUs[at] ?? 0;
  to.modes[as] = from.modes[at] ?? 0;
  from.hashes.copy(to.hashes, as * hashBytes, at * hashBytes, (at + 1) * hashBytes);
  to.marks[as] = from.marks[at] ?? 0;
}

/** The rows of some entries, as columns of their own. */
export function takeRows(columns: RowColumns, indices: readonly number[]): RowColumns {
  const { numbers, mtimesUs, modes, hashes, marks } = columns;
  return {
    numbers: Float64Array.from(
      indices.flatMap((at) => [...numbers.subarray(at * numbersEach, (at + 1) * numbersEach)]),
    ),
    mtimesUs: Float64Array.from(indices, (at) => mtimesUs[at] ?? 0),
    modes: Uint32Array.from(indices, (at) => modes[at] ?? 0),
    hashes: Buffer.concat(indices.map((at) => hashes.subarray(at * hashBytes, (at + 1) * hashBytes))),
    marks: Uint8Array.from(indices, (at) => marks[at] ?? 0),
  };
}

/** Puts rows in the place of those that a table has of some entries, and these where the others were. */
export function exchangeRows(columns: RowColumns, indices: Uint32Array, rows: RowColumns): void {
  exchange(wordsOf(columns.numbers), indices, wordsOf(rows.numbers));
  exchange(wordsOf(columns.mtimesUs), indices, wordsOf(rows.mtimesUs));
  exchange(columns.modes, indices, rows.modes);
  exchange(wordsOf(columns.hashes), indices, wordsOf(rows.hashes));
  exchange(columns.marks, indices, rows.marks);
}

/**
 * Exchanges all of `rows` with those at `indices` of a column. Not as what they stand for, since a number that is none has
 * several forms.
 */
export function exchange<T extends Uint32Array | Uint8Array>(column: T, indices: Uint32Array, rows: T): void {
  const each = rows.length / indices.length;
  let from = 0;
  for (const index of indices)
    for (let at = index * each; at < (index + 1) * each; at += 1) {
      const before = column[at] ?? 0;
      column[at] = rows[from] ?? 0;
      rows[from++] = before;
    }
}

/** The memory of a column that begins at a multiple of four bytes. */
export function wordsOf({ buffer, byteOffset, byteLength }: Float64Array | Buffer): Uint32Array {
  return new Uint32Array(buffer, byteOffset, byteLength >>> 2);
}

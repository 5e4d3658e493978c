import type { FolderSummary } from "../manifest/folder-record.ts";
import { type TreeEntry, unknownAttributes } from "../manifest/tree-entry.ts";
import type { Seen } from "./seen.ts";
import { type RareFields, StatTable, hashBytes, mark, numbersEach } from "./stat-table.ts";

/** Puts a {@link StatTable} together, from the first entry to the last: fresh entries, and runs of an earlier table. */
export class StatTableWriter {
  readonly #numbers: Float64Array;
  readonly #ends: Uint32Array;
  readonly #pathEnds: Uint32Array;
  readonly #hashes: Buffer;
  readonly #marks: Uint8Array;
  readonly #rare = new Map<number, RareFields>();
  readonly #summaries = new Map<number, FolderSummary>();
  readonly #paths: string[] = [];
  #pathsLength = 0;
  #count = 0;

  /** `capacity`: how many entries there will be, exactly. */
  constructor(capacity: number) {
    this.#numbers = new Float64Array(capacity * numbersEach);
    this.#ends = new Uint32Array(capacity);
    this.#pathEnds = new Uint32Array(capacity);
    this.#hashes = Buffer.alloc(capacity * hashBytes);
    this.#marks = new Uint8Array(capacity);
  }

  /** `marks`: those that the entry itself does not tell. Returns its index; a folder's is for {@link closeFolder}. */
  add(entry: TreeEntry, { mode, size, mtimeMs, ctimeMs, inode }: Seen, marks: number): number {
    const at = this.#count++;
    this.#numbers.set([mode, size, mtimeMs, ctimeMs, inode, entry.mtimeUs], at * numbersEach);
    if (entry.hash !== null) this.#hashes.write(entry.hash, at * hashBytes, "hex");
    const { target, linkedTo } = entry;
    const attributes = entry.attributes === unknownAttributes ? null : entry.attributes;
    const isRare = target !== null || linkedTo !== null || attributes !== null;
    if (isRare) this.#rare.set(at, { target, linkedTo, attributes });
    this.#marks[at] =
      marks |
      (isRare ? mark.rare : 0) |
      (entry.hash === null ? 0 : mark.hashed) |
      (entry.isSparse ? mark.sparse : 0) |
      (entry.attributes === unknownAttributes ? mark.unknownAttributes : 0);
    this.#ends[at] = at + 1;
    this.#paths.push(entry.path);
    this.#pathsLength += entry.path.length;
    this.#pathEnds[at] = this.#pathsLength;
    return at;
  }

  /** Takes over a run of entries, folders with all that is below them. `summaryOf` tells which summaries hold. */
  addRun(table: StatTable, from: number, to: number, summaryOf: (at: number) => FolderSummary | null): void {
    const { numbers, ends, paths, pathEnds, hashes, marks, rare } = table.columns;
    const shift = this.#count - from;
    this.#numbers.set(numbers.subarray(from * numbersEach, to * numbersEach), this.#count * numbersEach);
    hashes.copy(this.#hashes, this.#count * hashBytes, from * hashBytes, to * hashBytes);
    this.#marks.set(marks.subarray(from, to), this.#count);
    const pathsFrom = from === 0 ? 0 : (pathEnds[from - 1] ?? 0);
    for (let at = from; at < to; at += 1) {
      this.#ends[at + shift] = (ends[at] ?? 0) + shift;
      this.#pathEnds[at + shift] = (pathEnds[at] ?? 0) - pathsFrom + this.#pathsLength;
      const fields = table.has(at, mark.rare) ? rare.get(at) : undefined;
      if (fields !== undefined) this.#rare.set(at + shift, fields);
      const summary = table.isFolder(at) ? summaryOf(at) : null;
      if (summary !== null) this.#summaries.set(at + shift, summary);
    }
    const run = paths.slice(pathsFrom, pathEnds[to - 1]);
    this.#paths.push(run);
    this.#pathsLength += run.length;
    this.#count += to - from;
  }

  /** Says that all below a folder has been added; `-1` is the root. */
  closeFolder(at: number, summary: FolderSummary | null): void {
    if (at !== -1) this.#ends[at] = this.#count;
    if (summary !== null) this.#summaries.set(at, summary);
  }

  finish(): StatTable {
    return new StatTable({
      numbers: this.#numbers,
      ends: this.#ends,
      pathEnds: this.#pathEnds,
      paths: this.#paths.join(""),
      hashes: this.#hashes,
      marks: this.#marks,
      rare: this.#rare,
      summaries: this.#summaries,
    });
  }
}

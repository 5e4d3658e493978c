import type { FolderSummary } from "../manifest/folder-record.ts";
import { type TreeEntry, unknownAttributes } from "../manifest/tree-entry.ts";
import { nameOf } from "../paths/raw-path.ts";
import { FolderSummariesWriter } from "./folder-summaries.ts";
import type { Seen } from "./seen.ts";
import { type RareFields, StatTable, hashBytes, mark, numbersEach } from "./stat-table.ts";

/** Puts a {@link StatTable} together, from the first entry to the last: fresh entries, and runs of an earlier table. */
export class StatTableWriter {
  readonly #numbers: Float64Array;
  readonly #modes: Uint32Array;
  readonly #mtimesUs: Float64Array;
  readonly #ends: Uint32Array;
  readonly #nameEnds: Uint32Array;
  readonly #hashes: Buffer;
  readonly #marks: Uint8Array;
  readonly #rare = new Map<number, RareFields>();
  readonly #summaries = new FolderSummariesWriter();
  readonly #names: Buffer[] = [];
  #namesLength = 0;
  #count = 0;

  /** `capacity`: how many entries there will be, exactly. */
  constructor(capacity: number) {
    this.#numbers = new Float64Array(room(capacity * numbersEach * 8));
    this.#modes = new Uint32Array(room(capacity * 4));
    this.#mtimesUs = new Float64Array(room(capacity * 8));
    this.#ends = new Uint32Array(room(capacity * 4));
    this.#nameEnds = new Uint32Array(room(capacity * 4));
    this.#hashes = Buffer.from(room(capacity * hashBytes));
    this.#marks = new Uint8Array(room(capacity));
  }

  /** `marks`: those that the entry itself does not tell. Returns its index; a folder's is for {@link closeFolder}. */
  add(entry: TreeEntry, { mode, size, mtimeMs, ctimeMs, inode }: Seen, marks: number): number {
    const at = this.#count++;
    const first = at * numbersEach;
    this.#numbers[first] = size;
    this.#numbers[first + 1] = mtimeMs;
    this.#numbers[first + 2] = ctimeMs;
    this.#numbers[first + 3] = inode;
    this.#modes[at] = mode;
    this.#mtimesUs[at] = entry.mtimeUs;
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
    this.#addNames(Buffer.from(nameOf(entry.path), "latin1"));
    this.#nameEnds[at] = this.#namesLength;
    return at;
  }

  /**
   * Takes over a run of entries, folders with all that is below them. `summaryOf` tells which summaries hold; with `null`
   * all do.
   */
  addRun(
    table: StatTable,
    from: number,
    to: number,
    summaryOf: ((at: number) => FolderSummary | null) | null,
  ): void {
    const { numbers, modes, mtimesUs, hashes, marks, names, nameEnds, summaries } = table.columns;
    const at = this.#count;
    this.#numbers.set(numbers.subarray(from * numbersEach, to * numbersEach), at * numbersEach);
    this.#modes.set(modes.subarray(from, to), at);
    this.#mtimesUs.set(mtimesUs.subarray(from, to), at);
    hashes.copy(this.#hashes, at * hashBytes, from * hashBytes, to * hashBytes);
    this.#marks.set(marks.subarray(from, to), at);
    const namesFrom = from === 0 ? 0 : (nameEnds[from - 1] ?? 0);
    copyShifted(table.columns.ends.subarray(from, to), this.#ends, at, at - from);
    copyShifted(nameEnds.subarray(from, to), this.#nameEnds, at, this.#namesLength - namesFrom);
    this.#addNames(names.subarray(namesFrom, nameEnds[to - 1]));
    if (summaryOf === null) this.#summaries.addRun(summaries, from, to, at - from);
    this.#count += to - from;
    const hasRare = table.columns.rare.size > 0;
    if (summaryOf === null && !hasRare) return;
    for (let old = from; old < to; old += 1) {
      const fields = hasRare ? table.columns.rare.get(old) : undefined;
      if (fields !== undefined) this.#rare.set(old + at - from, fields);
      const summary = summaryOf !== null && table.isFolder(old) ? summaryOf(old) : null;
      if (summary !== null) this.#summaries.add(old + at - from, summary);
    }
  }

  /** Says that all below a folder has been added; `-1` is the root. */
  closeFolder(at: number, summary: FolderSummary | null): void {
    if (at !== -1) this.#ends[at] = this.#count;
    if (summary !== null) this.#summaries.add(at, summary);
  }

  finish(): StatTable {
    return new StatTable({
      numbers: this.#numbers,
      modes: this.#modes,
      mtimesUs: this.#mtimesUs,
      ends: this.#ends,
      names: Buffer.concat(this.#names, this.#namesLength),
      nameEnds: this.#nameEnds,
      hashes: this.#hashes,
      marks: this.#marks,
      allMarks: null,
      rare: this.#rare,
      summaries: this.#summaries.finish(),
    });
  }

  #addNames(names: Buffer): void {
    this.#names.push(names);
    this.#namesLength += names.length;
  }
}

/** Of the kind that threads can share: what is large of the other kind has the garbage collector look through all there is. */
function room(bytes: number): SharedArrayBuffer {
  return new SharedArrayBuffer(bytes);
}

function copyShifted(from: Uint32Array, to: Uint32Array, start: number, shift: number): void {
  to.set(from, start);
  if (shift === 0) return;
  for (let at = start; at < start + from.length; at += 1) to[at] = (to[at] ?? 0) + shift;
}

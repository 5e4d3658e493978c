import type { FolderSummary } from "../manifest/folder-record.ts";
import { unknownAttributes } from "../manifest/tree-entry.ts";
import { nameOf } from "../paths/raw-path.ts";
import { FolderSummariesWriter } from "./folder-summaries.ts";
import type { Draft } from "./draft.ts";
import { type RareFields, StatTable, hashBytes, numbersEach } from "./stat-table.ts";
import { type RowColumns, setRow } from "./table-rows.ts";

/** Puts a {@link StatTable} together, from the first entry to the last: fresh entries, and runs of an earlier table. */
export class StatTableWriter {
  readonly #rows: RowColumns;
  readonly #ends: Uint32Array;
  readonly #nameEnds: Uint32Array;
  readonly #rare = new Map<number, RareFields>();
  readonly #summaries = new FolderSummariesWriter();
  readonly #names: Buffer[] = [];
  #namesLength = 0;
  #count = 0;

  /** `capacity`: how many entries there will be, exactly. */
  constructor(capacity: number) {
    this.#rows = {
      numbers: new Float64Array(room(capacity * numbersEach * 8)),
      modes: new Uint32Array(room(capacity * 4)),
      mtimesUs: new Float64Array(room(capacity * 8)),
      hashes: Buffer.from(room(capacity * hashBytes)),
      marks: new Uint8Array(room(capacity)),
    };
    this.#ends = new Uint32Array(room(capacity * 4));
    this.#nameEnds = new Uint32Array(room(capacity * 4));
  }

  /** Returns its index; a folder's is for {@link closeFolder}. */
  add({ entry, seen, marks }: Pick<Draft, "entry" | "seen" | "marks">): number {
    const at = this.#count++;
    const { target, linkedTo } = entry;
    if (setRow(this.#rows, at, { entry, seen, marks })) {
      const attributes = entry.attributes === unknownAttributes ? null : entry.attributes;
      this.#rare.set(at, { target, linkedTo, attributes });
    }
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
    const rows = this.#rows;
    rows.numbers.set(numbers.subarray(from * numbersEach, to * numbersEach), at * numbersEach);
    rows.modes.set(modes.subarray(from, to), at);
    rows.mtimesUs.set(mtimesUs.subarray(from, to), at);
    hashes.copy(rows.hashes, at * hashBytes, from * hashBytes, to * hashBytes);
    rows.marks.set(marks.subarray(from, to), at);
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

  /** Takes over files that were read, from a table of their own. */
  addFresh(table: StatTable, from: number, to: number): void {
    if (from < to) this.addRun(table, from, to, null);
  }

  /** Says that all below a folder has been added; `-1` is the root. */
  closeFolder(at: number, summary: FolderSummary | null): void {
    if (at !== -1) this.#ends[at] = this.#count;
    if (summary !== null) this.#summaries.add(at, summary);
  }

  finish(): StatTable {
    return new StatTable({
      ...this.#rows,
      ends: this.#ends,
      names: Buffer.concat(this.#names, this.#namesLength),
      nameEnds: this.#nameEnds,
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

import type { FolderSummary } from "../manifest/folder-record.ts";
import { nameOf } from "../paths/raw-path.ts";
import type { Draft, FileRun, Item } from "./draft.ts";
import { FolderSummaries, encodeSummary, summaryBytes } from "./folder-summaries.ts";
import { type RowColumns, copyRow, isRare, setRow } from "./table-rows.ts";
import { StatTable, mark } from "./stat-table.ts";

/** In what a table is not the same as an earlier one: entries, and folders whose summaries are others, `-1` being the root. */
export interface PatchedRows {
  readonly entries: ReadonlySet<number>;
  readonly folders: ReadonlySet<number>;
}

/**
 * Makes a table out of an earlier one with the same names in the same places: what few changes come to, where taking
 * over every run would be most of the work. Used like a `StatTableWriter`.
 */
export class StatTablePatch {
  readonly #table: StatTable;
  readonly #rows: RowColumns;
  readonly #summaries: FolderSummaries;
  readonly #entries = new Set<number>();
  readonly #folders = new Set<number>();
  #next = 0;

  /** The table itself stays as it is. */
  constructor(table: StatTable) {
    const { numbers, mtimesUs, modes, hashes, marks, summaries } = table.columns;
    this.#table = table;
    // Of the kind that threads can share, like what a writer makes, and all in one: the widest columns come first.
    const parts = [numbers, mtimesUs, modes, hashes, summaries.rows, marks];
    const room = new SharedArrayBuffer(parts.reduce((sum, { byteLength }) => sum + byteLength, 0));
    let at = 0;
    const copy = ({ buffer, byteOffset, byteLength }: Column): Buffer => {
      const copied = Buffer.from(room, (at += byteLength) - byteLength, byteLength);
      copied.set(new Uint8Array(buffer, byteOffset, byteLength));
      return copied;
    };
    this.#rows = {
      numbers: new Float64Array(room, copy(numbers).byteOffset, numbers.length),
      mtimesUs: new Float64Array(room, copy(mtimesUs).byteOffset, mtimesUs.length),
      modes: new Uint32Array(room, copy(modes).byteOffset, modes.length),
      hashes: copy(hashes),
      marks: copy(marks),
    };
    this.#summaries = new FolderSummaries(copy(summaries.rows));
  }

  /** Whether a table has just these names in these places, and nothing but rows and summaries would change. */
  static fits(table: StatTable, items: readonly Item[]): boolean {
    let next = 0;
    const fitsUpTo = (children: readonly Item[], end: number): boolean => {
      for (const item of children) {
        if (item.kind === "kept") {
          if (item.from !== next) return false;
          next = item.to;
          continue;
        }
        const at = next;
        if (item.kind === "files") {
          next += item.to - item.from;
          if (next > end || !areSameButForRows(table, at, item)) return false;
          continue;
        }
        if (at >= end || !isSameButForRow(table, at, item)) return false;
        next = at + 1;
        if (item.items !== null && !fitsUpTo(item.items, table.end(at))) return false;
      }
      return next === end;
    };
    return table.columns.summaries.has(-1) && fitsUpTo(items, table.count);
  }

  add({ entry, seen, marks, isFresh }: Pick<Draft, "entry" | "seen" | "marks" | "isFresh">): number {
    const at = this.#next++;
    const before = this.#rows.marks[at];
    setRow(this.#rows, at, { entry, seen, marks });
    // Of what was taken from the table, nothing else can be another.
    if (isFresh || this.#rows.marks[at] !== before) this.#entries.add(at);
    return at;
  }

  addFresh({ columns }: StatTable, from: number, to: number): void {
    for (let at = from; at < to; at += 1) {
      copyRow(columns, at, this.#rows, this.#next);
      this.#entries.add(this.#next++);
    }
  }

  addRun(_: StatTable, __: number, to: number): void {
    this.#next = to;
  }

  closeFolder(at: number, summary: FolderSummary | null): void {
    if (summary === null) return;
    const place = this.#summaries.place(at);
    if (place === null) throw new RangeError(`the table has no summary of the folder ${at}`);
    this.#summaries.rows.set(encodeSummary(at, summary), place * summaryBytes);
    this.#folders.add(at);
  }

  get patched(): PatchedRows {
    return { entries: this.#entries, folders: this.#folders };
  }

  finish(): StatTable {
    const { allMarks } = this.#table.columns;
    let added = 0;
    for (const at of this.#entries) added |= this.#rows.marks[at] ?? 0;
    return new StatTable({
      ...this.#table.columns,
      ...this.#rows,
      summaries: this.#summaries,
      allMarks: allMarks === null ? null : allMarks | added,
    });
  }
}

function isSameButForRow(table: StatTable, at: number, { entry, items }: Draft): boolean {
  return (
    table.name(at) === nameOf(entry.path) &&
    table.isFolder(at) === (items !== null) &&
    (items === null || table.columns.summaries.has(at)) &&
    !table.has(at, mark.rare) &&
    !isRare(entry)
  );
}

/** Of files that were read; those that are drafted have what is in no row, or are something else by now. */
function areSameButForRows(table: StatTable, start: number, { files, from, to }: FileRun): boolean {
  if (files.drafts.size > 0) return false;
  for (let at = from; at < to; at += 1) {
    const known = start + at - from;
    const isSame = !table.isFolder(known) && table.name(known) === files.table.name(at);
    if (!isSame || table.has(known, mark.rare)) return false;
  }
  return true;
}

type Column = Uint8Array | Uint32Array | Float64Array;

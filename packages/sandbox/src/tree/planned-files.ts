import { FolderSummariesWriter } from "../scan/folder-summaries.ts";
import { type StatColumns, StatTable, mark } from "../scan/stat-table.ts";
import type { Twin } from "./twin.ts";

/** The files of a tree that is being made, for two threads to write: plain data, most of it in memory that both see. */
export interface PlannedFiles {
  readonly root: string;
  /** The folder of the packs that hold the contents. */
  readonly packs: string;
  /** Of the plan's table. What each file looks like is filled in when it is written. */
  readonly columns: Omit<StatColumns, "summaries">;
  /** What files may share their contents with; `null` for nothing. */
  readonly twin: Twin | null;
  /** Where each piece of work begins among the entries, and where the last one ends. */
  readonly pieces: readonly number[];
  /** How many pieces somebody has taken. */
  readonly taken: Int32Array;
}

const noSummaries = new FolderSummariesWriter().finish();
/** A piece ends with the entry that makes it as long as this. */
const pieceEntries = 64;
const pieceBytes = 1024 * 1024;

type FilesToPlan = Pick<PlannedFiles, "root" | "packs" | "twin"> & { readonly table: StatTable };

/** Cuts the work into pieces: long enough to cost little, short enough that both threads end at one time. */
export function planFiles({ root, packs, twin, table }: FilesToPlan): PlannedFiles {
  const { count } = table;
  const { summaries: _, ...columns } = table.columns;
  const pieces = [0];
  let [begun, bytes] = [0, 0];
  for (let at = 0; at < count; at += 1) {
    bytes += table.size(at);
    if (at + 1 - begun < pieceEntries && bytes < pieceBytes) continue;
    begun = at + 1;
    bytes = 0;
    pieces.push(begun);
  }
  if (begun < count) pieces.push(count);
  return { root, packs, twin, columns, pieces, taken: new Int32Array(new SharedArrayBuffer(4)) };
}

/** The table that the columns are of, in whatever thread. */
export function tableOf({ columns }: Pick<PlannedFiles, "columns">): StatTable {
  const { names, hashes } = columns;
  return new StatTable({
    ...columns,
    names: toBuffer(names),
    hashes: toBuffer(hashes),
    summaries: noSummaries,
  });
}

/** A buffer that came from another thread is a plain array. */
function toBuffer({ buffer, byteOffset, byteLength }: Uint8Array): Buffer {
  return Buffer.from(buffer, byteOffset, byteLength);
}

/** Whether an entry is a file to be written: further names of a file are linked to it. */
export function isWritten(table: StatTable, at: number): boolean {
  if (!table.isFile(at)) return false;
  return !table.has(at, mark.rare) || (table.columns.rare.get(at)?.linkedTo ?? null) === null;
}

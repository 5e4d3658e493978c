import type { Snapshot } from "@kimi/contracts";
import type { CacheState } from "./cache-state.ts";
import type { PatchedRows } from "./stat-table-patch.ts";
import type { StatTable } from "./stat-table.ts";
import { StatTableWriter } from "./stat-table-writer.ts";

/** In what a table is not as the file with this id has it, which was written whole. */
export interface SinceWhole extends PatchedRows {
  readonly fileId: string;
}

export interface StatCacheOptions extends Partial<CacheState> {
  /** Tells whether the table is what was written once; `null` when that is known. */
  readonly isWhole?: (() => boolean) | null;
  readonly since?: SinceWhole | null;
}

/**
 * What a tree looked like when it was read last, so that what has not changed need not be read again. It holds good as
 * long as size, times, inode and mode of an entry stay. One that changed so shortly before it was read that a later
 * change could carry the same time stamp is never taken for the same ("racy").
 */
export class StatCache {
  #table: StatTable;
  #generation: string | null;
  #snapshot: Snapshot | null;
  #isWhole: (() => boolean) | null;
  #since: SinceWhole | null;
  /** Whether it holds what no file holds yet. */
  #isChanged = false;

  constructor(
    table: StatTable = new StatTableWriter(0).finish(),
    { generation = null, snapshot = null, isWhole = null, since = null }: StatCacheOptions = {},
  ) {
    this.#table = table;
    this.#generation = generation;
    this.#snapshot = snapshot;
    this.#isWhole = isWhole;
    this.#since = since;
  }

  get table(): StatTable {
    this.prove();
    return this.#table;
  }

  /** May be damaged: good for nothing but to be compared with what is there, since what is damaged is then not the same. */
  get unproven(): StatTable {
    return this.#table;
  }

  /** Makes sure that the table is not damaged: what is, is forgotten, and `false` returned. */
  prove(): boolean {
    const isWhole = this.#isWhole?.() ?? true;
    this.#isWhole = null;
    if (isWhole) return true;
    this.replace(new StatTableWriter(0).finish());
    this.#generation = null;
    return false;
  }

  /** Of the store that holds all contents, but for those marked as missing, and the records that have summaries; `null` for none. */
  get generation(): string | null {
    return this.#generation;
  }

  /** What was recorded of just this state; `null` when nothing was, or something has changed since. */
  get snapshot(): Snapshot | null {
    return this.#snapshot;
  }

  /** Number of entries. */
  get size(): number {
    return this.#table.count;
  }

  /** Whether it holds what no file holds yet. */
  get isChanged(): boolean {
    return this.#isChanged;
  }

  /** `null` where no file has a table like it. */
  get since(): SinceWhole | null {
    return this.#since;
  }

  /** Takes over what a scan found. `patched`: in what it is not as the table was; `null` for in anything. */
  replace(table: StatTable, patched: PatchedRows | null = null): void {
    const since = this.#since;
    this.#since =
      since === null || patched === null
        ? null
        : {
            fileId: since.fileId,
            entries: new Set([...since.entries, ...patched.entries]),
            folders: new Set([...since.folders, ...patched.folders]),
          };
    this.#table = table;
    this.#isWhole = null;
    this.#snapshot = null;
    this.#isChanged = true;
  }

  /** Says that a store of this generation holds all of it, and as which snapshot. */
  describe(generation: string, snapshot: Snapshot | null): void {
    this.#generation = generation;
    this.#snapshot = snapshot;
    this.#isChanged = true;
  }

  /** Says that files hold all of it. `fileId`: of the one that was written whole, if one was. */
  settle(fileId: string | null): void {
    if (fileId !== null) this.#since = { fileId, entries: new Set(), folders: new Set() };
    this.#isChanged = false;
  }
}

import type { Snapshot } from "@kimi/contracts";
import type { StatTable } from "./stat-table.ts";
import { StatTableWriter } from "./stat-table-writer.ts";

/**
 * What a tree looked like when it was read last, so that what has not changed need not be read again. It holds good as
 * long as size, times, inode and mode of an entry stay. One that changed so shortly before it was read that a later
 * change could carry the same time stamp is never taken for the same ("racy").
 */
export class StatCache {
  #table: StatTable;
  #generation: string | null;
  #snapshot: Snapshot | null;
  /** Whether it holds what no file holds yet. */
  isChanged = false;

  constructor(
    table: StatTable = new StatTableWriter(0).finish(),
    {
      generation = null,
      snapshot = null,
    }: { readonly generation?: string | null; readonly snapshot?: Snapshot | null } = {},
  ) {
    this.#table = table;
    this.#generation = generation;
    this.#snapshot = snapshot;
  }

  get table(): StatTable {
    return this.#table;
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

  /** Takes over what a scan found. */
  replace(table: StatTable): void {
    this.#table = table;
    this.#snapshot = null;
    this.isChanged = true;
  }

  /** Says that a store of this generation holds all of it, and as which snapshot. */
  describe(generation: string, snapshot: Snapshot | null): void {
    this.#generation = generation;
    this.#snapshot = snapshot;
    this.isChanged = true;
  }
}

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
  /** Tells whether the table is what was written once; `null` when that is known. */
  #isWhole: (() => boolean) | null;
  /** Whether it holds what no file holds yet. */
  isChanged = false;

  constructor(
    table: StatTable = new StatTableWriter(0).finish(),
    {
      generation = null,
      snapshot = null,
      isWhole = null,
    }: {
      readonly generation?: string | null;
      readonly snapshot?: Snapshot | null;
      readonly isWhole?: (() => boolean) | null;
    } = {},
  ) {
    this.#table = table;
    this.#generation = generation;
    this.#snapshot = snapshot;
    this.#isWhole = isWhole;
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

  /** Takes over what a scan found. */
  replace(table: StatTable): void {
    this.#table = table;
    this.#isWhole = null;
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

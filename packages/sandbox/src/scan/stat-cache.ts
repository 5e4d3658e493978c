import type { BigIntStats } from "node:fs";
import type { Snapshot } from "@kimi/contracts";
import type { TreeEntry } from "../manifest/tree-entry.ts";
import { type RawPath, parentOf } from "../paths/raw-path.ts";
import { type Seen, isRacy, toSeen } from "./seen.ts";
import { type StatTable, mark } from "./stat-table.ts";
import { StatTableWriter } from "./stat-table-writer.ts";

/** An entry, and what it looked like when it was written. */
export interface KnownEntry {
  readonly entry: TreeEntry;
  readonly seen: Seen;
  /** Whether its file has other names. */
  readonly hasSeveralNames: boolean;
}

export function toKnownEntry(stats: BigIntStats, entry: TreeEntry): KnownEntry {
  return { entry, seen: toSeen(stats), hasSeveralNames: stats.nlink > 1n && entry.type !== "directory" };
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

/** What matches no entry. */
const unseen: Seen = { mode: 0, size: 0, mtimeMs: 0, ctimeMs: Number.NaN, inode: 0 };

/**
 * The table of a tree that was just written. `writtenSinceMs`: no entry was looked at before this instant, in
 * milliseconds since 1970. Entries in any order, with all folders above them; those without a `seen` are read again.
 */
export function tabulateWritten(
  entries: Iterable<TreeEntry>,
  known: ReadonlyMap<RawPath, KnownEntry>,
  writtenSinceMs: number,
): StatTable {
  const byFolder = Map.groupBy(entries, ({ path }) => parentOf(path));
  const firsts = new Set([...byFolder.values()].flatMap((some) => some.map(({ linkedTo }) => linkedTo)));
  const count = [...byFolder.values()].reduce((sum, { length }) => sum + length, 0);
  const writer = new StatTableWriter(count);
  const addFolder = (folder: RawPath): void => {
    for (const entry of byFolder.get(folder)?.toSorted(byPath) ?? []) {
      const { seen = unseen, hasSeveralNames = false } = known.get(entry.path) ?? {};
      const isReliable = !isRacy(seen, writtenSinceMs);
      const marks =
        (hasSeveralNames ? mark.severalNames : 0) |
        (entry.linkedTo !== null || firsts.has(entry.path) ? mark.linked : 0);
      const at = writer.add(entry, isReliable ? seen : { ...seen, ctimeMs: Number.NaN }, marks);
      if (entry.type === "directory") addFolder(entry.path);
      writer.closeFolder(at, null);
    }
  };
  addFolder("");
  return writer.finish();
}

function byPath(a: TreeEntry, b: TreeEntry): number {
  return a.path < b.path ? -1 : 1;
}

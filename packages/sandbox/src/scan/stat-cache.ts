import type { BigIntStats, Stats } from "node:fs";
import type { Snapshot } from "@kimi/contracts";
import type { TreeEntry } from "../manifest/tree-entry.ts";
import { type RawPath, nameOf, parentOf } from "../paths/raw-path.ts";

/** An entry, and what it looked like when it was read. Times in milliseconds, as near as a double comes: a quarter of a microsecond. */
export interface KnownEntry {
  readonly entry: TreeEntry;
  /** The whole of it, type included. */
  readonly mode: number;
  readonly size: number;
  readonly mtimeMs: number;
  readonly ctimeMs: number;
  readonly inode: number;
}

/** What a cache is of: the state recorded last, and the generation of the store that holds its contents. */
export interface CachedState {
  readonly snapshot: Snapshot | null;
  readonly generation: string;
}

/** Time stamps may be this coarse; where they are whole seconds, the file system keeps no finer ones. */
const tickMs = 50;
const coarseTickMs = 2000;
const nothing: ReadonlyMap<RawPath, KnownEntry> = new Map();

/**
 * A folder's entries as they were read last, good as long as size, times, inode and mode stay. A file changed so shortly
 * before it was read that a later change could carry the same time stamp is not remembered ("racy"): it is read again.
 */
export class StatCache {
  #folders: ReadonlyMap<RawPath, ReadonlyMap<RawPath, KnownEntry>> = new Map();
  #size = 0;
  #state: CachedState | null = null;
  /** Whether it holds what no file holds yet. */
  isChanged = false;

  constructor(known: Iterable<KnownEntry> = [], state: CachedState | null = null) {
    this.#take(known);
    this.#state = state;
  }

  /** What it is of, when all of a tree is in it; `null` when that is not known. */
  get state(): CachedState | null {
    return this.#state;
  }

  /** Number of entries. */
  get size(): number {
    return this.#size;
  }

  /** The known entries directly in a folder, by name. */
  folder(path: RawPath): ReadonlyMap<RawPath, KnownEntry> {
    return this.#folders.get(path) ?? nothing;
  }

  /**
   * Takes over what a scan found. `readSinceMs`: nothing was read before this instant (milliseconds since 1970), so
   * what changed later than shortly before it is racy; entries that were looked up in this cache stay.
   */
  replace(fresh: readonly KnownEntry[], readSinceMs: number): void {
    const kept = fresh.filter((known) => !isRacy(known, readSinceMs) || this.#holds(known));
    this.#take(kept);
    this.#state = null;
    this.isChanged = true;
  }

  /** Says what the entries taken over last make up; counts only where all of them were. */
  describe(state: CachedState): void {
    this.#state = state;
    this.isChanged = true;
  }

  *[Symbol.iterator](): Generator<KnownEntry> {
    for (const folder of this.#folders.values()) yield* folder.values();
  }

  #holds(known: KnownEntry): boolean {
    return this.folder(parentOf(known.entry.path)).get(nameOf(known.entry.path)) === known;
  }

  #take(entries: Iterable<KnownEntry>): void {
    const folders = new Map<RawPath, Map<RawPath, KnownEntry>>();
    this.#size = 0;
    for (const known of entries) {
      const { path } = known.entry;
      const parent = parentOf(path);
      const folder = folders.get(parent) ?? new Map<RawPath, KnownEntry>();
      if (folder.size === 0) folders.set(parent, folder);
      folder.set(nameOf(path), known);
      this.#size += 1;
    }
    this.#folders = folders;
  }
}

/** What a cache keeps of an entry that was read. */
export function toKnownEntry(stats: BigIntStats, entry: TreeEntry): KnownEntry {
  return {
    entry,
    mode: Number(stats.mode),
    size: Number(stats.size),
    mtimeMs: toMilliseconds(stats.mtimeNs),
    ctimeMs: toMilliseconds(stats.ctimeNs),
    inode: Number(stats.ino),
  };
}

/** Whether an entry is still the one that was read. */
export function isSame(known: KnownEntry, stats: Stats): boolean {
  return (
    known.ctimeMs === stats.ctimeMs &&
    known.mtimeMs === stats.mtimeMs &&
    known.size === stats.size &&
    known.inode === stats.ino &&
    known.mode === stats.mode
  );
}

/** Folders and FIFOs too: their attributes could have changed. */
function isRacy({ mtimeMs, ctimeMs }: KnownEntry, readSinceMs: number): boolean {
  const tick = ctimeMs % 1000 === 0 ? coarseTickMs : tickMs;
  return Math.max(mtimeMs, ctimeMs) > readSinceMs - tick;
}

/** Reckoned as `node:fs` does, so that the results are equal. */
export function toMilliseconds(nanoseconds: bigint): number {
  return Number(nanoseconds / 1_000_000_000n) * 1000 + Number(nanoseconds % 1_000_000_000n) / 1e6;
}

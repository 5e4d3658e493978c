import { type BigIntStats, lstatSync } from "node:fs";
import type { FaultHook } from "../disk/fault-hook.ts";
import type { TreeEntry } from "../manifest/tree-entry.ts";
import { type RawPath, nameOf, parentOf, toDiskPath } from "../paths/raw-path.ts";
import type { ContentSink } from "../store/content-sink.ts";
import { type KnownEntry, type StatCache, isSame, toKnownEntry } from "./stat-cache.ts";

export interface ScanOptions {
  readonly cache: StatCache;
  /** Takes the contents of files that had to be read. */
  readonly sink: ContentSink;
  /**
   * Whether entries that their owner may not read are opened for as long as they are read: for trees in which a run
   * was at work, whose closed folders must not keep it from being undone. @default false
   */
  readonly opensClosed?: boolean;
  /** Whether the sink holds all that the cache knows, so that it need not be asked. @default false */
  readonly holdsKnown?: boolean;
  /** @default noFaults */
  readonly fault?: FaultHook;
}

/** A scan under way: what was found so far. */
export interface Scan extends ScanOptions {
  readonly entries: TreeEntry[];
  readonly leftOut: RawPath[];
  readonly known: KnownEntry[];
  /** How many entries the cache did not know as they are. */
  fresh: number;
  /** What makes an absolute path of one in the tree. */
  readonly prefix: RawPath;
  readonly rest: () => Promise<void> | undefined;
}

/** A file or folder as it was seen. */
export interface SeenFile {
  readonly path: RawPath;
  readonly stats: BigIntStats;
  /** How often it was read in vain. */
  readonly readings?: number;
}

/**
 * Takes over an entry that is as it was. It is looked at by its path, which costs half as much as through the open
 * folder: should a link lead elsewhere by now, then another file is seen, or the very same one. Folders are entered.
 */
export function takeIfKnown(
  { sink, holdsKnown, entries, known: kept }: Scan,
  prefix: RawPath,
  known: KnownEntry | undefined,
  name: RawPath,
): boolean {
  if (known === undefined || known.entry.type === "directory") return false;
  const stats = lstatSync(toDiskPath(prefix + name), { throwIfNoEntry: false });
  if (stats === undefined || !isSame(known, stats)) return false;
  const { hash: content, type } = known.entry;
  if (holdsKnown !== true && type === "file" && content !== null && !sink.has(content)) return false;
  entries.push(known.entry);
  kept.push(known);
  return true;
}

/** Takes an entry that was read. */
export function take(scan: Scan, stats: BigIntStats, entry: TreeEntry): void {
  scan.entries.push(entry);
  scan.known.push(toKnownEntry(stats, entry));
}

/** Mode and time are all that is recorded of a folder. */
export function takeFolder(scan: Scan, name: RawPath, { path, stats }: SeenFile): void {
  const entry = toEntry(path, stats, "directory");
  const known = scan.cache.folder(parentOf(path)).get(name);
  const same = known?.entry.type === "directory" && known.entry.mode === entry.mode;
  if (!same || known.entry.mtimeUs !== entry.mtimeUs) {
    scan.fresh += 1;
    take(scan, stats, entry);
    return;
  }
  scan.entries.push(known.entry);
  scan.known.push(known);
}

/** The hash of a file that is as it was, though the first look did not see it so; `null` when it must be read. */
export function lookUp({ cache, sink }: Scan, { path, stats }: SeenFile): string | null {
  const known = cache.folder(parentOf(path)).get(nameOf(path));
  if (known === undefined || known.entry.hash === null) return null;
  const seen = toKnownEntry(stats, known.entry);
  const same =
    known.ctimeMs === seen.ctimeMs &&
    known.mtimeMs === seen.mtimeMs &&
    known.size === seen.size &&
    known.inode === seen.inode &&
    known.mode === seen.mode;
  return same && sink.has(known.entry.hash) ? known.entry.hash : null;
}

/** What all kinds of entries have in common. */
export function toEntry(path: RawPath, stats: BigIntStats, type: TreeEntry["type"]): TreeEntry {
  const mtimeUs = Number((stats.mtimeNs + 500n) / 1000n);
  return { path, type, mode: Number(stats.mode) & 0o7777, size: 0, mtimeUs, hash: null, target: null };
}

import { type BigIntStats, lstatSync } from "node:fs";
import type { FaultHook } from "../disk/fault-hook.ts";
import type { AttributeQuestions } from "../attributes/attribute-questions.ts";
import type { AttributeTool } from "../attributes/attribute-tool.ts";
import { type TreeEntry, unknownAttributes } from "../manifest/tree-entry.ts";
import { type RawPath, nameOf, parentOf, toDiskPath } from "../paths/raw-path.ts";
import type { ContentSink } from "../store/content-sink.ts";
import { type KnownEntry, type StatCache, isSame, toKnownEntry, toMilliseconds } from "./stat-cache.ts";

const blockBytes = 4096;

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
  /** Reads extended attributes; with `null` they stay unknown. @default what the machine has */
  readonly attributes?: AttributeTool | null;
  /** @default noFaults */
  readonly fault?: FaultHook;
}

/** A scan under way: what was found so far. */
export interface Scan extends ScanOptions {
  readonly entries: TreeEntry[];
  readonly leftOut: RawPath[];
  readonly known: KnownEntry[];
  /** Entries with more than one name, in the tree or outside of it. */
  readonly linked: LinkedEntry[];
  /** Takes the paths of entries that were read. */
  readonly questions: AttributeQuestions | null;
  /** Which entries those are. */
  readonly asked: number[];
  /** In how many closed folders or files it is right now: they are closed again before questions are answered. */
  closed: number;
  /** How many entries the cache did not know as they are. */
  fresh: number;
  /** What makes an absolute path of one in the tree. */
  readonly prefix: RawPath;
  readonly rest: () => Promise<void> | undefined;
}

/** An entry with more than one name: where it is among the entries, and which names are of one inode. */
export interface LinkedEntry {
  readonly at: number;
  readonly device: number;
  readonly inode: number;
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
  { sink, holdsKnown, entries, known: kept, linked, questions }: Scan,
  prefix: RawPath,
  known: KnownEntry | undefined,
  name: RawPath,
): boolean {
  if (known === undefined || known.entry.type === "directory") return false;
  if (questions !== null && known.entry.attributes === unknownAttributes) return false;
  const stats = lstatSync(toDiskPath(prefix + name), { throwIfNoEntry: false });
  if (stats === undefined || !isSame(known, stats)) return false;
  if (holdsKnown !== true && !holdsAll(sink, known.entry)) return false;
  if (stats.nlink > 1 || known.entry.linkedTo !== null)
    linked.push({ at: entries.length, device: stats.dev, inode: stats.ino });
  entries.push(known.entry);
  kept.push(known);
  return true;
}

function holdsAll(sink: ContentSink, { type, hash: content, attributes }: TreeEntry): boolean {
  const isContentHeld = type !== "file" || content === null || sink.has(content);
  return isContentHeld && (attributes === null || attributes === unknownAttributes || sink.has(attributes));
}

/** Takes an entry that was read. Links and attributes are filled in when all have been seen. */
export function take(scan: Scan, stats: BigIntStats, read: TreeEntry): void {
  const isAsked = scan.questions !== null && scan.closed === 0;
  if (isAsked) {
    scan.questions.ask(read.path);
    scan.asked.push(scan.entries.length);
  }
  const entry = isAsked ? read : { ...read, attributes: unknownAttributes };
  if (stats.nlink > 1n && entry.type !== "directory")
    scan.linked.push({ at: scan.entries.length, device: Number(stats.dev), inode: Number(stats.ino) });
  scan.entries.push(entry);
  scan.known.push(toKnownEntry(stats, entry));
}

/** Mode, time and attributes are all that is recorded of a folder; the last of them show in the time of its own change. */
export function takeFolder(scan: Scan, name: RawPath, { path, stats }: SeenFile): void {
  const entry = toEntry(path, stats, "directory");
  const known = scan.cache.folder(parentOf(path)).get(name);
  const same = known?.entry.type === "directory" && known.entry.mode === entry.mode;
  const isAlike =
    same &&
    known.entry.mtimeUs === entry.mtimeUs &&
    known.ctimeMs === toMilliseconds(stats.ctimeNs) &&
    (scan.questions === null || known.entry.attributes !== unknownAttributes) &&
    (scan.holdsKnown === true || holdsAll(scan.sink, known.entry));
  if (!isAlike) {
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
  const isSparse = type === "file" && Number(stats.size) - Number(stats.blocks) * 512 >= blockBytes;
  const absent = { hash: null, target: null, linkedTo: null, attributes: null };
  return { path, type, mode: Number(stats.mode) & 0o7777, size: 0, mtimeUs, ...absent, isSparse };
}

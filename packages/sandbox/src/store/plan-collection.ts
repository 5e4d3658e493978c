import { readFolderRecord } from "../manifest/folder-record.ts";
import { KimiError } from "@kimi/contracts/errors";
import { contentsOf } from "../manifest/tree-entry.ts";

/** A snapshot as collection sees it. */
export interface ListedSnapshot {
  readonly id: string;
  /** Bytes of what it takes beside contents and records. */
  readonly bytes: number;
  /** Milliseconds since 1970. */
  readonly usedMs: number;
  readonly isPinned: boolean;
}

/** What goes and what stays. */
export interface CollectionPlan {
  /** Ids, those unused the longest first. */
  readonly removed: readonly string[];
  /** Pinned ones that cannot be read whole: what they hold is not known. */
  readonly damaged: readonly string[];
  /** Hashes of the contents and records that are still needed. */
  readonly live: ReadonlySet<string>;
}

export interface PlanOptions {
  /** What a content takes of the disk, about; 0 for one that is missing. */
  readonly diskBytesOf: (hash: string) => number;
  /** The bytes of a content. @throws KimiError when it is missing or damaged. */
  readonly read: (hash: string) => Buffer;
  /** For all that stays; pinned ones stay, fit or not. */
  readonly maxBytes: number;
}

/**
 * Keeps pinned snapshots, and of the others those used last, for as long as they fit; damaged ones only when pinned. A
 * folder record that several snapshots share is read once, so thousands of checkpoints cost little more than one.
 */
export function planCollection(
  snapshots: readonly ListedSnapshot[],
  { diskBytesOf, read, maxBytes }: PlanOptions,
): CollectionPlan {
  const live = new Set<string>();
  const removed: string[] = [];
  const damaged: string[] = [];
  let liveBytes = 0;
  let isFull = false;
  for (const { id, bytes, isPinned } of snapshots.toSorted(byNeed)) {
    const needed: ReadonlySet<string> | null =
      isFull && !isPinned ? null : nullIfDamaged(() => findNeeded(id, live, read));
    if (needed === null) {
      (isPinned ? damaged : removed).push(id);
      continue;
    }
    const more: number = [...needed].reduce((sum, hash) => sum + diskBytesOf(hash), bytes);
    // Parts of bytes that packs come to for each content do not add up to a whole number of them.
    isFull = !isPinned && Math.floor(liveBytes + more) > maxBytes;
    if (isFull) removed.push(id);
    else {
      liveBytes += more;
      for (const hash of needed) live.add(hash);
    }
  }
  return { removed: removed.toReversed(), damaged, live };
}

/** Pinned ones first, then from the one used last to the one unused the longest. */
function byNeed(a: ListedSnapshot, b: ListedSnapshot): number {
  return Number(b.isPinned) - Number(a.isPinned) || b.usedMs - a.usedMs;
}

/** What a snapshot needs beyond what is live. @throws as `read` does. */
function findNeeded(
  rootId: string,
  live: ReadonlySet<string>,
  read: (hash: string) => Buffer,
): ReadonlySet<string> {
  const needed = new Set<string>();
  const add = (recordId: string): void => {
    if (live.has(recordId) || needed.has(recordId)) return;
    needed.add(recordId);
    for (const child of readFolderRecord(read(recordId), "")) {
      for (const hash of contentsOf(child.entry)) if (!live.has(hash)) needed.add(hash);
      if (child.recordId !== null) add(child.recordId);
    }
  };
  add(rootId);
  return needed;
}

/** `null` for what is damaged. That it cannot be read right now, as with too many files open, is no reason to delete it. */
export function nullIfDamaged<T>(find: () => T): T | null {
  try {
    return find();
  } catch (error) {
    if (!(error instanceof KimiError)) throw error;
    return null;
  }
}

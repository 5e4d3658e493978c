import type { EntryState } from "@kimi/contracts";
import type { RawPath } from "../paths/raw-path.ts";

/** One entry of a tree, in every respect that a snapshot records. */
export interface TreeEntry {
  readonly path: RawPath;
  readonly type: EntryState["type"];
  /** Permission bits; always `0o777` for a link. */
  readonly mode: number;
  /** Bytes of a file's content or a link's target; 0 for folders and FIFOs. */
  readonly size: number;
  /** Modification time in microseconds since 1970, rounded: what Node can both read and set. */
  readonly mtimeUs: number;
  /** Hex SHA-256 of a file's content or a link's target; `null` for folders and FIFOs. */
  readonly hash: string | null;
  /** Where a link points, as bytes; `null` for anything else. */
  readonly target: RawPath | null;
  /**
   * For a hard link: the first of its names in the tree, in byte order; `null` for that one itself, and for an entry
   * whose other names lie outside.
   */
  readonly linkedTo: RawPath | null;
  /** Whether a file takes less of the disk than its size says, by a block or more. */
  readonly isSparse: boolean;
  /** Hex SHA-256 of the extended attributes' dump; `null` for none, {@link unknownAttributes} where nobody could ask. */
  readonly attributes: string | null;
}

/** Stands for attributes that were not asked for: no such program, or an entry closed to us. */
export const unknownAttributes = "unknown";

/** A tree by path, in the order of the paths' bytes. The root itself is not part of it. */
export type Manifest = ReadonlyMap<RawPath, TreeEntry>;

/** What of an entry counts in a change set: everything but its time. */
export function toEntryState({ type, mode, hash, size }: TreeEntry): EntryState {
  return { type, mode, hash, size };
}

/** Whether two entries are alike in everything but time. */
export function sameState(a: EntryState, b: EntryState): boolean {
  return a.type === b.type && a.mode === b.mode && a.hash === b.hash;
}

/** Hashes of what must be in a store for an entry to be brought back. */
export function contentsOf({ type, hash, attributes }: TreeEntry): readonly string[] {
  const content = type === "file" && hash !== null ? [hash] : [];
  return attributes === null || attributes === unknownAttributes ? content : [...content, attributes];
}

/** A manifest of `entries`, sorted. */
export function toManifest(entries: Iterable<TreeEntry>): Manifest {
  const sorted = [...entries].toSorted((a, b) => (a.path < b.path ? -1 : 1));
  return new Map(sorted.map((entry) => [entry.path, entry]));
}

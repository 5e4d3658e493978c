import type { EntryState } from "@kimi/contracts";
import type { RawPath } from "../paths/raw-path.ts";
import { toShownPath } from "../paths/shown-path.ts";

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

/** What of an entry counts in a change set: everything but its time, and how much of the disk it takes. */
export function toEntryState({ type, mode, hash, size, linkedTo, attributes }: TreeEntry): EntryState {
  const links = linkedTo === null ? {} : { linkedTo: toShownPath(linkedTo) };
  return { type, mode, hash, size, ...links, ...(isKnownHash(attributes) ? { attributes } : {}) };
}

/** Whether attributes are there, and known. */
export function isKnownHash(attributes: string | null): attributes is string {
  return attributes !== null && attributes !== unknownAttributes;
}

/** Whether two entries have the same attributes, as far as anybody knows. */
export function sameAttributes(a: TreeEntry, b: TreeEntry): boolean {
  return (
    a.attributes === b.attributes || a.attributes === unknownAttributes || b.attributes === unknownAttributes
  );
}

type SeenState = Pick<EntryState, "type" | "mode" | "hash">;

/** Whether two entries are alike in what can be seen at their path at little cost: type, mode and content. */
export function sameState(a: SeenState, b: SeenState): boolean {
  return a.type === b.type && a.mode === b.mode && a.hash === b.hash;
}

/** Hashes of what must be in a store for an entry to be brought back. */
export function contentsOf({ type, hash, attributes }: TreeEntry): readonly string[] {
  const content = type === "file" && hash !== null ? [hash] : [];
  return isKnownHash(attributes) ? [...content, attributes] : content;
}

/** A manifest of `entries`, sorted. */
export function toManifest(entries: Iterable<TreeEntry>): Manifest {
  const sorted = [...entries].toSorted((a, b) => (a.path < b.path ? -1 : 1));
  return new Map(sorted.map((entry) => [entry.path, entry]));
}

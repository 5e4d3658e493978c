import { readFolderRecord } from "../manifest/folder-record.ts";
import { type Manifest, type TreeEntry, contentsOf, toManifest } from "../manifest/tree-entry.ts";
import type { RawPath } from "../paths/raw-path.ts";

/** A recorded tree, and the ids of the folder records it was read from. */
export interface RecordedTree {
  readonly manifest: Manifest;
  readonly records: ReadonlySet<string>;
}

/** Reads a tree by the id of its root's record. `read` gives the bytes of a content, and throws when there is none. */
export function readRecordedTree(rootId: string, read: (hash: string) => Buffer): RecordedTree {
  const entries: TreeEntry[] = [];
  const records = new Set<string>();
  const readFolder = (id: string, path: RawPath): void => {
    records.add(id);
    for (const { entry, recordId } of readFolderRecord(read(id), path)) {
      entries.push(entry);
      if (recordId !== null) readFolder(recordId, entry.path);
    }
  };
  readFolder(rootId, "");
  return { manifest: toManifest(entries), records };
}

/** Hashes of all that must be in a store for a tree to be brought back, each once. */
export function allContentsOf({ manifest, records }: RecordedTree): ReadonlySet<string> {
  const hashes = new Set(records);
  for (const entry of manifest.values()) for (const hash of contentsOf(entry)) hashes.add(hash);
  return hashes;
}

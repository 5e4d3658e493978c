import { readFolderRecord } from "../manifest/folder-record.ts";
import { type Manifest, type TreeEntry, toManifest } from "../manifest/tree-entry.ts";
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

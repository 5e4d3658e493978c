import type { RecordedChild } from "../manifest/folder-record.ts";
import type { TreeEntry } from "../manifest/tree-entry.ts";
import type { RawPath } from "../paths/raw-path.ts";
import type { RecordedFolders } from "./differing-parts.ts";

/** The entry at `path` of a recorded tree, reading no more than the folders that lead there; `null` for none. */
export function findRecorded(recorded: RecordedFolders, path: RawPath): TreeEntry | null {
  let folder: string | null = recorded.rootId;
  let found: TreeEntry | null = null;
  let walked = "";
  for (const name of path.split("/")) {
    if (folder === null) return null;
    const next = walked === "" ? name : `${walked}/${name}`;
    const child: RecordedChild | undefined = recorded
      .children(folder, walked)
      .find(({ entry }) => entry.path === next);
    if (child === undefined) return null;
    found = child.entry;
    folder = child.recordId;
    walked = next;
  }
  return found;
}

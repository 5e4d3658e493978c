import { type RawPath, parentOf } from "../paths/raw-path.ts";
import type { ContentSink } from "../store/content-sink.ts";
import { type FolderSummary, recordFolder } from "./folder-record.ts";
import type { Manifest } from "./tree-entry.ts";

/** Adds the records of all folders of a tree to `sink`, and sums the tree up. */
export function recordManifest(manifest: Manifest, sink: Pick<ContentSink, "add">): FolderSummary {
  const byFolder = Map.groupBy(manifest.values(), ({ path }) => parentOf(path));
  const recordAt = (folder: RawPath): FolderSummary => {
    const children = (byFolder.get(folder) ?? []).map((entry) => ({
      entry,
      summary: entry.type === "directory" ? recordAt(entry.path) : null,
    }));
    const { summary, bytes } = recordFolder(children);
    sink.add(summary.id, bytes);
    return summary;
  };
  return recordAt("");
}

import { mkdirSync } from "node:fs";
import { join } from "node:path";
import { FolderHandle } from "../disk/folder-handle.ts";
import { removeTree } from "../disk/remove-tree.ts";
import type { TreeEntry } from "../manifest/tree-entry.ts";
import { type RawPath, nameOf, parentOf } from "../paths/raw-path.ts";
import { toShownPath } from "../paths/shown-path.ts";
import type { ContentSource } from "../store/content-source.ts";
import { enterOrMake } from "../target/kimi-folder.ts";
import { StagingArea } from "../transaction/staging-area.ts";

/** Keeps a run's version of a path below `folder` and returns where; `null` when the run removed it. */
export function keepConflicting(
  folder: string,
  entry: TreeEntry | null,
  source: ContentSource,
): string | null {
  if (entry === null) return null;
  mkdirSync(folder, { recursive: true, mode: 0o700 });
  using root = FolderHandle.open(folder);
  using parent = enterAll(root, parentOf(entry.path));
  const name = nameOf(entry.path);
  if (entry.type === "directory") enterOrMake(parent, name)[Symbol.dispose]();
  else {
    // One that a killed process left would be in the way.
    removeTree(root, ".staging");
    using area = StagingArea.open(root, folder, ".staging");
    area.stage(0, entry, { source, durable: false });
    area.complete({ durable: false });
    area.fresh.rename("0", parent, name);
    area.remove();
  }
  return join(folder, toShownPath(entry.path));
}

function enterAll(root: FolderHandle, path: RawPath): FolderHandle {
  let folder = root.enter(".");
  for (const segment of path === "" ? [] : path.split("/")) {
    using parent = folder;
    folder = enterOrMake(parent, segment);
  }
  return folder;
}

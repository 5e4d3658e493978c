import { join } from "node:path";
import { stopInheritance } from "../attributes/stop-inheritance.ts";
import type { FolderHandle } from "../disk/folder-handle.ts";
import { errnoOf } from "../disk/errno-of.ts";
import { removeTree } from "../disk/remove-tree.ts";
import { enterOrMake, kimiFolderName, openKimiFolder } from "../target/kimi-folder.ts";
import { StagingArea } from "./staging-area.ts";

const stagingName = "staging";

/**
 * The staging area `id` of a target, made when missing, in a way that survives a power cut.
 * @throws KimiError `path-refused` when a link is in the way.
 */
export function openTargetArea(root: FolderHandle, targetPath: string, id: string): StagingArea {
  using kimi = openKimiFolder(root);
  using staging = enterOrMake(kimi, stagingName, 0o700);
  stopInheritance(staging, join(targetPath, kimiFolderName, stagingName));
  const area = StagingArea.open(staging, join(targetPath, kimiFolderName, stagingName), id);
  kimi.sync();
  root.sync();
  return area;
}

/** The same, unless it is gone. */
export function findTargetArea(root: FolderHandle, targetPath: string, id: string): StagingArea | null {
  using staging = enterStaging(root);
  // An area is complete before anything in the tree is changed, so what is left of one that was being deleted counts as none.
  if (staging === null || staging.stat(id) === null) return null;
  return StagingArea.open(staging, join(targetPath, kimiFolderName, stagingName), id);
}

/** Deletes it and what is left in it. */
export function removeTargetArea(root: FolderHandle, id: string): void {
  using staging = enterStaging(root);
  if (staging !== null) removeTree(staging, id);
}

function enterStaging(root: FolderHandle): FolderHandle | null {
  try {
    using kimi = root.enter(kimiFolderName);
    return kimi.enter(stagingName);
  } catch (error) {
    if (errnoOf(error) === "ENOENT") return null;
    throw error;
  }
}

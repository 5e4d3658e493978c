import { FolderHandle } from "../disk/folder-handle.ts";
import { LinkInTheWayError } from "../disk/link-in-the-way-error.ts";
import { errnoOf } from "../disk/errno-of.ts";
import { nameOf, parentOf } from "../paths/raw-path.ts";
import type { PlanRequest } from "./plan-steps.ts";

/** Looks up folders of a tree on disk. */
export function folderReader(root: string): PlanRequest["folderAt"] {
  return (path) => {
    try {
      using parent = FolderHandle.openBelow(root, parentOf(path));
      const stats = parent.stat(nameOf(path));
      if (stats?.isDirectory() !== true) return null;
      return { mode: Number(stats.mode) & 0o7777, mtimeUs: Number((stats.mtimeNs + 500n) / 1000n) };
    } catch (error) {
      if (errnoOf(error) === "ENOENT" || error instanceof LinkInTheWayError) return null;
      throw error;
    }
  };
}

import type { RawPath } from "../paths/raw-path.ts";
import type { FolderHandle } from "./folder-handle.ts";
import { LinkInTheWayError } from "./link-in-the-way-error.ts";
import { errnoOf } from "./errno-of.ts";

/**
 * Deletes `name` in `parent` and all below it, closed folders included; nothing where nothing is there. A link is
 * deleted, never followed, also one that takes a folder's place meanwhile.
 */
export function removeTree(parent: FolderHandle, name: RawPath): void {
  for (;;) {
    const stats = parent.stat(name);
    if (stats === null) return;
    try {
      if (stats.isDirectory()) removeFolder(parent, name, (Number(stats.mode) & 0o700) !== 0o700);
      else parent.unlink(name);
    } catch (error) {
      // Something else has its name by now: look again.
      const isOther =
        error instanceof LinkInTheWayError || ["ENOENT", "EISDIR"].includes(errnoOf(error) ?? "");
      if (!isOther) throw error;
    }
  }
}

function removeFolder(parent: FolderHandle, name: RawPath, isClosed: boolean): void {
  if (isClosed) parent.setMode(name, 0o700);
  using folder = parent.enter(name);
  for (const each of folder.list()) removeTree(folder, each);
  parent.removeFolder(name);
}

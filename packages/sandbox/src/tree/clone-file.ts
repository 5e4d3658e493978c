import { closeSync, constants, copyFileSync, fstatSync } from "node:fs";
import { errnoOf } from "../disk/errno-of.ts";
import type { FolderHandle } from "../disk/folder-handle.ts";
import { type TreeEntry, isKnownHash } from "../manifest/tree-entry.ts";
import { type RawPath, nameOf } from "../paths/raw-path.ts";
import { openUnchanged } from "../scan/open-unchanged.ts";
import { type Seen, isAsSeen, toSeen } from "../scan/seen.ts";

/** Below this, writing a file takes no longer than sharing what is on the disk already. */
export const worthCloning = 32 * 1024;

/** A file with the content that is wanted, as long as it looks like this. */
export interface TwinFile {
  readonly folder: FolderHandle;
  readonly path: RawPath;
  readonly seen: Seen;
}

/**
 * Makes a file that shares another's content on the disk (a reflink: btrfs, XFS), where nothing has its name. Returns how
 * it looks now; `null` where it has to be written, and then it is not there. The twin is opened without following a link,
 * and looked at before and after.
 */
export function cloneFile(folder: FolderHandle, entry: TreeEntry, twin: TwinFile): Seen | null {
  if (process.platform !== "linux" || isKnownHash(entry.attributes)) return null;
  try {
    const file = openUnchanged(twin.folder, nameOf(twin.path), twin.seen);
    if (file === null) return null;
    try {
      const flags = constants.COPYFILE_EXCL | constants.COPYFILE_FICLONE_FORCE;
      copyFileSync(`/proc/self/fd/${file}`, folder.path(nameOf(entry.path)), flags);
      return finish(folder, entry, isAsSeen(twin.seen, fstatSync(file)));
    } finally {
      closeSync(file);
    }
  } catch (error) {
    // The disk cannot share, or not these two: whoever writes the file says what else is wrong.
    if (errnoOf(error) === null) throw error;
    return null;
  }
}

function finish(folder: FolderHandle, { path, mtimeUs }: TreeEntry, isWhole: boolean): Seen | null {
  const name = nameOf(path);
  if (isWhole) {
    folder.setTime(name, mtimeUs);
    const stats = folder.stat(name);
    if (stats !== null) return toSeen(stats);
  }
  folder.unlink(name);
  return null;
}

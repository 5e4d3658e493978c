import { closeSync, constants, fstatSync } from "node:fs";
import { errnoOf } from "../disk/errno-of.ts";
import type { FolderHandle } from "../disk/folder-handle.ts";
import type { RawPath } from "../paths/raw-path.ts";
import { type Seen, isAsSeen } from "./seen.ts";

/** Opens a file for reading. `null` when it is no longer what was seen: not a byte of something else is read. */
export function openUnchanged(folder: FolderHandle, name: RawPath, expected: Seen): number | null {
  try {
    const file = folder.openFile(name, constants.O_RDONLY);
    if (isAsSeen(expected, fstatSync(file))) return file;
    closeSync(file);
    return null;
  } catch (error) {
    // Gone, or a link or socket by now: the caller looks again.
    if (["ENOENT", "ELOOP", "ENXIO"].includes(errnoOf(error) ?? "")) return null;
    throw error;
  }
}

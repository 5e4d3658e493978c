import { closeSync, constants } from "node:fs";
import { randomUUID } from "node:crypto";
import { errnoOf } from "../disk/errno-of.ts";
import type { FolderHandle } from "../disk/folder-handle.ts";
import { writeWhole } from "../disk/write-durably.ts";

/** Our folder in a target. No part of any snapshot, and ignored by git through the `.gitignore` it holds. */
export const kimiFolderName = ".kimi_agent";

/**
 * Opens `.kimi_agent` in a target; made when missing.
 * @throws KimiError `path-refused` when a link or file has its name.
 */
export function openKimiFolder(target: FolderHandle): FolderHandle {
  const folder = enterOrMake(target, kimiFolderName);
  if (folder.stat(".gitignore") === null) writeIgnoreFile(folder);
  return folder;
}

/** Under its name only when it is whole: a kill must not leave one that ignores nothing. */
function writeIgnoreFile(folder: FolderHandle): void {
  const temporary = `.${randomUUID()}.tmp`;
  const file = folder.openFile(temporary, constants.O_WRONLY | constants.O_CREAT | constants.O_EXCL, 0o644);
  try {
    writeWhole(file, Buffer.from("*\n"));
    folder.rename(temporary, folder, ".gitignore");
  } catch (error) {
    folder.unlink(temporary);
    throw error;
  } finally {
    closeSync(file);
  }
}

/** Opens the folder `name` in `parent`; made when missing. @throws KimiError `path-refused` when a link or file has its name. */
export function enterOrMake(parent: FolderHandle, name: string, mode = 0o755): FolderHandle {
  try {
    parent.makeFolder(name, mode);
  } catch (error) {
    if (errnoOf(error) !== "EEXIST") throw error;
  }
  return parent.enter(name);
}

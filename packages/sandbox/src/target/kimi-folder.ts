import { closeSync, constants } from "node:fs";
import { errnoOf } from "../disk/errno-of.ts";
import { FolderHandle } from "../disk/folder-handle.ts";
import { writeWhole } from "../disk/write-durably.ts";

/** Our folder in a target. No part of any snapshot, and ignored by git through the `.gitignore` it holds. */
export const kimiFolderName = ".kimi_agent";

/**
 * Opens `<target>/.kimi_agent`; made when missing.
 * @throws KimiError `path-refused` when a link or file has its name.
 */
export function openKimiFolder(targetPath: string): FolderHandle {
  using target = FolderHandle.open(targetPath);
  const folder = enterOrMake(target, kimiFolderName);
  try {
    const file = folder.openFile(
      ".gitignore",
      constants.O_WRONLY | constants.O_CREAT | constants.O_EXCL,
      0o644,
    );
    writeWhole(file, Buffer.from("*\n"));
    closeSync(file);
  } catch (error) {
    if (errnoOf(error) !== "EEXIST") throw error;
  }
  return folder;
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

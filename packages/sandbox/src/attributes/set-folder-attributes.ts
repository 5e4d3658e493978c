import type { FolderHandle } from "../disk/folder-handle.ts";
import type { RawPath } from "../paths/raw-path.ts";
import type { AttributeDump } from "./attribute-dump.ts";
import { findAttributeTool } from "./find-attribute-tool.ts";

/**
 * Gives a folder these extended attributes and no others; does nothing where there is no such folder, or no program for
 * it any more. @throws KimiError `workspace` when they cannot be set.
 */
export function setFolderAttributes(parent: FolderHandle, name: RawPath, dump: AttributeDump): void {
  if (parent.stat(name)?.isDirectory() === true) findAttributeTool()?.set(parent, name, dump);
}

import type { FolderHandle } from "../disk/folder-handle.ts";
import { findAttributeTool } from "./find-attribute-tool.ts";

const stopped = new Set<string>();

/**
 * Sees to it that what we make in one of our own folders does not take over a default access control list from where
 * the folder stands. A process does so once for each folder. @throws KimiError `workspace`.
 */
export function stopInheritance(folder: FolderHandle, path: string): void {
  if (stopped.has(path)) return;
  findAttributeTool()?.stopInheritance(folder);
  stopped.add(path);
}

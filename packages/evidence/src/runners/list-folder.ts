import { type FolderEntry, isKimiError, type WorkspaceFiles } from "@kimi/contracts";

/** The entries of a folder; none when there is no such folder. */
export async function listFolder(files: WorkspaceFiles, folder: string): Promise<readonly FolderEntry[]> {
  try {
    return await files.list(folder);
  } catch (error) {
    if (isKimiError(error, "workspace", "path-refused")) return [];
    throw error;
  }
}

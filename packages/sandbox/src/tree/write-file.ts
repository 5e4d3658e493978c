import { type Stats, closeSync, constants, fchmodSync, fstatSync, futimesSync } from "node:fs";
import type { FolderHandle } from "../disk/folder-handle.ts";
import { type TreeEntry, isKnownHash } from "../manifest/tree-entry.ts";
import { writeContent } from "../manifest/write-content.ts";
import { nameOf } from "../paths/raw-path.ts";
import { type Seen, lookOf } from "../scan/seen.ts";
import type { ContentSource } from "../store/content-source.ts";

/**
 * Writes one file into its folder, where nothing has its name. Returns how it looks now.
 * @throws KimiError `workspace` when its content is missing or damaged, and as `node:fs` does; then it is not there.
 */
export function writeFile(folder: FolderHandle, entry: TreeEntry, source: ContentSource): Seen {
  const name = nameOf(entry.path);
  // Whoever sets attributes needs to be allowed to write.
  const mode = isKnownHash(entry.attributes) ? 0o600 : entry.mode;
  const file = folder.openFile(name, constants.O_WRONLY | constants.O_CREAT | constants.O_EXCL, mode);
  try {
    writeContent(entry, source, file);
    futimesSync(file, entry.mtimeUs / 1e6, entry.mtimeUs / 1e6);
    const stats = fstatSync(file);
    return lookOf((stats.mode & 0o7777) === mode ? stats : setMode(file, mode));
  } catch (error) {
    folder.unlink(name);
    throw error;
  } finally {
    closeSync(file);
  }
}

/** What the umask, or writing, has taken of it. */
function setMode(file: number, mode: number): Stats {
  fchmodSync(file, mode);
  return fstatSync(file);
}

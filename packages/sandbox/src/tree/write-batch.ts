import { closeSync, constants, fchmodSync, fstatSync, futimesSync } from "node:fs";
import type { FolderHandle } from "../disk/folder-handle.ts";
import { LastFolder } from "../disk/last-folder.ts";
import { type TreeEntry, isKnownHash } from "../manifest/tree-entry.ts";
import { writeContent } from "../manifest/write-content.ts";
import { nameOf, parentOf } from "../paths/raw-path.ts";
import { type Seen, toSeen } from "../scan/seen.ts";
import { BlobReader } from "../store/blob-reader.ts";
import type { ContentSource } from "../store/content-source.ts";
import type { BlobPlace } from "../store/pack-index.ts";

/** Files to be written into one tree, whose folders are there. Nothing in it but what goes from thread to thread. */
export interface WriteBatch {
  readonly root: string;
  readonly files: readonly { readonly entry: TreeEntry; readonly place: BlobPlace }[];
}

/** Writes the files of a batch. Returns how each looks now: `null` for one that could not be written, and is not there. */
export function writeBatch({ root, files }: WriteBatch): readonly (Seen | null)[] {
  const places = new Map(files.map(({ entry, place }) => [entry.hash, place]));
  using source = new BlobReader((hash) => {
    const place = places.get(hash);
    if (place === undefined) throw new Error(`no place of ${hash} was given`);
    return place;
  });
  using folders = new LastFolder(root);
  return files.map(({ entry }) => {
    const folder = folders.open(parentOf(entry.path));
    return folder === null ? null : tryWrite(folder, entry, source);
  });
}

/** Writes one file into its folder. @throws KimiError `workspace` when its content is missing or damaged, and as `node:fs` does. */
export function writeFile(folder: FolderHandle, entry: TreeEntry, source: ContentSource): Seen {
  const name = nameOf(entry.path);
  const file = folder.openFile(name, constants.O_WRONLY | constants.O_CREAT | constants.O_EXCL, 0o600);
  try {
    writeContent(entry, source, file);
    // Whoever sets attributes needs to be allowed to write.
    if (!isKnownHash(entry.attributes)) fchmodSync(file, entry.mode);
    futimesSync(file, entry.mtimeUs / 1e6, entry.mtimeUs / 1e6);
    return toSeen(fstatSync(file, { bigint: true }));
  } catch (error) {
    folder.unlink(name);
    throw error;
  } finally {
    closeSync(file);
  }
}

function tryWrite(folder: FolderHandle, entry: TreeEntry, source: ContentSource): Seen | null {
  try {
    return writeFile(folder, entry, source);
  } catch {
    // Whoever writes it again, by itself, says what is wrong.
    return null;
  }
}

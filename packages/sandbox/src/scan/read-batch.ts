import { hash } from "node:crypto";
import { errnoOf } from "../disk/errno-of.ts";
import type { FolderHandle } from "../disk/folder-handle.ts";
import { LastFolder } from "../disk/last-folder.ts";
import { type RawPath, nameOf, parentOf } from "../paths/raw-path.ts";
import type { Piece } from "../store/content-sink.ts";
import { readWhole } from "./read-content.ts";
import type { Seen } from "./seen.ts";

/** Small files of one tree, to be read into one buffer. Nothing in it but what goes from thread to thread. */
export interface Batch {
  readonly root: string;
  readonly files: readonly { readonly path: RawPath; readonly seen: Seen }[];
  /** As long as all files together, or longer. */
  readonly slab: Uint8Array<ArrayBuffer>;
}

/** What was read, in the order of the files: `null` for one that is not as it was seen, or could not be read. */
export interface ReadBatch {
  readonly slab: Uint8Array<ArrayBuffer>;
  readonly pieces: readonly (Piece | null)[];
}

/** Reads the files of a batch, one after the other in its buffer. */
export function readBatch({ root, files, slab }: Batch, onRead: (path: RawPath) => void): ReadBatch {
  using folders = new LastFolder(root);
  let end = 0;
  const pieces = files.map(({ path, seen }): Piece | null => {
    const into = slab.subarray(end, end + seen.size);
    const folder = folders.open(parentOf(path));
    if (folder === null || !tryRead(folder, path, seen, { into, onRead: () => onRead(path) })) return null;
    const start = end;
    end += seen.size;
    return { hash: hash("sha256", into, "hex"), start, end };
  });
  return { slab, pieces };
}

function tryRead(
  folder: FolderHandle,
  path: RawPath,
  seen: Seen,
  options: Parameters<typeof readWhole>[3],
): boolean {
  try {
    return readWhole(folder, nameOf(path), seen, options);
  } catch (error) {
    // Whoever reads it again, by itself, says what is wrong.
    if (errnoOf(error) !== null) return false;
    throw error;
  }
}

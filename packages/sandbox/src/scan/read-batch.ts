import { hash } from "node:crypto";
import { errnoOf } from "../disk/errno-of.ts";
import { FolderHandle } from "../disk/folder-handle.ts";
import { LinkInTheWayError } from "../disk/link-in-the-way-error.ts";
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
  const folders = new LastFolder(root);
  let end = 0;
  try {
    const pieces = files.map(({ path, seen }): Piece | null => {
      const into = slab.subarray(end, end + seen.size);
      const folder = folders.open(parentOf(path));
      if (folder === null || !tryRead(folder, path, seen, { into, onRead: () => onRead(path) })) return null;
      const start = end;
      end += seen.size;
      return { hash: hash("sha256", into, "hex"), start, end };
    });
    return { slab, pieces };
  } finally {
    folders[Symbol.dispose]();
  }
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

/** Files of one folder mostly follow each other: its handle is kept for them. */
class LastFolder implements Disposable {
  readonly #root: string;
  #path: RawPath | null = null;
  #folder: FolderHandle | null = null;

  constructor(root: string) {
    this.#root = root;
  }

  /** `null` where there is no such folder any more. */
  open(path: RawPath): FolderHandle | null {
    if (path === this.#path) return this.#folder;
    this[Symbol.dispose]();
    this.#path = path;
    try {
      this.#folder = FolderHandle.openBelow(this.#root, path);
    } catch (error) {
      if (errnoOf(error) === null && !(error instanceof LinkInTheWayError)) throw error;
    }
    return this.#folder;
  }

  [Symbol.dispose](): void {
    this.#folder?.[Symbol.dispose]();
    this.#folder = null;
  }
}

import { lateCrypto } from "../builtins/late-crypto.ts";
import { errnoOf } from "../disk/errno-of.ts";
import { LastFolder } from "../disk/last-folder.ts";
import { KimiError } from "@kimi/contracts/errors";
import { type RawPath, nameOf, parentOf } from "../paths/raw-path.ts";
import type { ContentSink, Piece } from "../store/content-sink.ts";
import type { FileBatch } from "./file-batch.ts";
import { largeBytes, readContent, readWhole } from "./read-content.ts";

export interface ReadBatchOptions {
  readonly root: string;
  readonly sink: ContentSink;
  /** As long as the small files of a batch together, or longer. */
  readonly slab: Uint8Array<ArrayBuffer>;
  readonly onRead: (path: RawPath) => void;
}

/**
 * Reads the files of a batch, small ones one after the other into one buffer, and notes their hashes. One that is not as
 * it was seen, or cannot be read, is left: whoever reads it again, by itself, says what is wrong.
 */
export function readBatch(batch: FileBatch, { root, sink, slab, onRead }: ReadBatchOptions): void {
  using folders = new LastFolder(root);
  const pieces: Piece[] = [];
  let end = 0;
  for (const [at, path] of batch.paths.entries()) {
    const seen = batch.seen(at);
    const folder = folders.open(parentOf(path));
    if (folder === null) continue;
    const name = nameOf(path);
    const read = (): string | null => {
      if (seen.size >= largeBytes)
        return readContent(folder, name, seen, { sink, onRead: () => onRead(path) });
      const into = slab.subarray(end, end + seen.size);
      if (!readWhole(folder, name, seen, { into, onRead: () => onRead(path) })) return null;
      const piece = { hash: lateCrypto().hash("sha256", into, "hex"), start: end, end: end + seen.size };
      pieces.push(piece);
      end = piece.end;
      return piece.hash;
    };
    const digest = orNull(read);
    if (digest !== null) batch.setHash(at, digest);
  }
  sink.addAll(slab, pieces);
}

function orNull<T>(read: () => T | null): T | null {
  try {
    return read();
  } catch (error) {
    // What the store says of itself is no matter of the file's.
    if (error instanceof KimiError || errnoOf(error) === null) throw error;
    return null;
  }
}

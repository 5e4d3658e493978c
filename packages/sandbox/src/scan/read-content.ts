import { closeSync, fstatSync, readSync } from "node:fs";
import { lateCrypto } from "../builtins/late-crypto.ts";
import { errnoOf } from "../disk/errno-of.ts";
import type { FolderHandle } from "../disk/folder-handle.ts";
import type { RawPath } from "../paths/raw-path.ts";
import type { ContentSink } from "../store/content-sink.ts";
import { openUnchanged } from "./open-unchanged.ts";
import { type Seen, isAsSeen } from "./seen.ts";

/** Files of this size and more are read in pieces. */
export const largeBytes = 1024 * 1024;

/**
 * Reads a file that looked like `expected`, gives its content to `sink` and returns its hash; `null` when it is no
 * longer that file or changed in the meantime, in which case the sink keeps nothing.
 * `onRead` runs after the last byte is read and before the file is looked at again.
 */
export function readContent(
  folder: FolderHandle,
  name: RawPath,
  expected: Seen,
  { sink, onRead }: { readonly sink: ContentSink; readonly onRead: () => void },
): string | null {
  if (expected.size >= largeBytes) return readLarge(folder, name, expected, { sink, onRead });
  const content = Buffer.allocUnsafe(expected.size);
  if (!readWhole(folder, name, expected, { into: content, onRead })) return null;
  const digest = lateCrypto().hash("sha256", content, "hex");
  sink.add(digest, content);
  return digest;
}

/** Fills a buffer with a file that looked like `expected`; `false` when it is no longer that file, or changed in the meantime. */
export function readWhole(
  folder: FolderHandle,
  name: RawPath,
  expected: Seen,
  { into, onRead }: { readonly into: Uint8Array; readonly onRead: () => void },
): boolean {
  const file = openUnchanged(folder, name, expected);
  if (file === null) return false;
  try {
    let length = 0;
    for (let taken = -1; taken !== 0 && length < into.length; length += taken)
      taken = readPiece(file, length === 0 ? into : into.subarray(length));
    onRead();
    // One that grew shows in its size.
    return length === into.length && isAsSeen(expected, fstatSync(file));
  } finally {
    closeSync(file);
  }
}

function readLarge(
  folder: FolderHandle,
  name: RawPath,
  expected: Seen,
  { sink, onRead }: { readonly sink: ContentSink; readonly onRead: () => void },
): string | null {
  const file = openUnchanged(folder, name, expected);
  if (file === null) return null;
  const stream = sink.begin();
  try {
    const digest = lateCrypto().createHash("sha256");
    const piece = Buffer.allocUnsafe(4 * largeBytes);
    let length = 0;
    for (;;) {
      const taken = readPiece(file, piece);
      length += taken;
      if (taken === 0 || length > expected.size) break;
      digest.update(piece.subarray(0, taken));
      stream.write(piece.subarray(0, taken));
    }
    onRead();
    if (length !== expected.size || !isAsSeen(expected, fstatSync(file))) {
      stream.discard();
      return null;
    }
    const contentHash = digest.digest("hex");
    stream.finish(contentHash);
    return contentHash;
  } finally {
    closeSync(file);
  }
}

function readPiece(file: number, into: Uint8Array): number {
  try {
    return into.length === 0 ? 0 : readSync(file, into, 0, into.length, null);
  } catch (error) {
    // A FIFO in the file's place; its end is noticed by the comparison that follows.
    if (errnoOf(error) === "EAGAIN") return 0;
    throw error;
  }
}

import { type Stats, closeSync, fstatSync, readSync } from "node:fs";
import { lateCrypto } from "../builtins/late-crypto.ts";
import { errnoOf } from "../disk/errno-of.ts";
import type { FolderHandle } from "../disk/folder-handle.ts";
import type { RawPath } from "../paths/raw-path.ts";
import { type ContentSink, maxRoomBytes } from "../store/content-sink.ts";
import { openUnchanged } from "./open-unchanged.ts";
import { type Seen, isAsSeen } from "./seen.ts";

const pieceBytes = 4 * maxRoomBytes;

export interface ReadContentOptions {
  readonly sink: ContentSink;
  /** Runs after the last byte is read and before the file is looked at again. */
  readonly onRead: () => void;
}

/**
 * Reads a file that looked like `expected`, gives its content to `sink` and returns its hash; `null` when it is no
 * longer that file or changed in the meantime, in which case the sink keeps nothing.
 */
export function readContent(
  folder: FolderHandle,
  name: RawPath,
  expected: Seen,
  options: ReadContentOptions,
): string | null {
  const file = openUnchanged(folder, name, expected);
  if (file === null) return null;
  try {
    return readOpen(file, expected, options)?.hash ?? null;
  } finally {
    closeSync(file);
  }
}

/** The content of a file, and what that looked like when it was read. */
export interface ReadFile {
  readonly hash: string;
  readonly stats: Stats;
}

/** Reads, from its start, a file that was opened and then looked like `expected`. As {@link readContent} does. */
export function readOpen(file: number, expected: Seen, options: ReadContentOptions): ReadFile | null {
  return expected.size > maxRoomBytes
    ? readLarge(file, expected, options)
    : readSmall(file, expected, options);
}

function readSmall(file: number, expected: Seen, { sink, onRead }: ReadContentOptions): ReadFile | null {
  const content = sink.room(expected.size);
  let length = 0;
  for (let taken = -1; taken !== 0 && length < content.length; length += taken)
    taken = readPiece(file, content, length);
  onRead();
  const stats = fstatSync(file);
  // One that grew shows in its size.
  if (length !== content.length || !isAsSeen(expected, stats)) return null;
  const digest = lateCrypto().hash("sha256", content, "hex");
  sink.addFromRoom(digest, content);
  return { hash: digest, stats };
}

function readLarge(file: number, expected: Seen, { sink, onRead }: ReadContentOptions): ReadFile | null {
  const stream = sink.begin();
  const digest = lateCrypto().createHash("sha256");
  const piece = Buffer.allocUnsafe(pieceBytes);
  let length = 0;
  for (;;) {
    const taken = readPiece(file, piece, 0);
    length += taken;
    if (taken === 0 || length > expected.size) break;
    digest.update(piece.subarray(0, taken));
    stream.write(piece.subarray(0, taken));
  }
  onRead();
  const stats = fstatSync(file);
  if (length !== expected.size || !isAsSeen(expected, stats)) {
    stream.discard();
    return null;
  }
  const contentHash = digest.digest("hex");
  stream.finish(contentHash);
  return { hash: contentHash, stats };
}

/** Fills a buffer from `start` on, as far as one read comes. */
function readPiece(file: number, into: Uint8Array, start: number): number {
  try {
    return into.length === 0 ? 0 : readSync(file, into, start, into.length - start, null);
  } catch (error) {
    // A FIFO in the file's place; its end is noticed by the comparison that follows.
    if (errnoOf(error) === "EAGAIN") return 0;
    throw error;
  }
}

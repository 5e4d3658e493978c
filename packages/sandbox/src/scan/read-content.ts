import { type BigIntStats, closeSync, constants, fstatSync, readSync } from "node:fs";
import { createHash, hash } from "node:crypto";
import { errnoOf } from "../disk/errno-of.ts";
import type { FolderHandle } from "../disk/folder-handle.ts";
import type { RawPath } from "../paths/raw-path.ts";
import type { ContentSink } from "../store/content-sink.ts";

const smallBytes = 1024 * 1024;

/**
 * Reads a file that looked like `expected`, gives its content to `sink` and returns its hash; `null` when it is no
 * longer that file or changed in the meantime, in which case the sink keeps nothing.
 * `onRead` runs after the last byte is read and before the file is looked at again.
 */
export function readContent(
  folder: FolderHandle,
  name: RawPath,
  expected: BigIntStats,
  { sink, onRead }: { readonly sink: ContentSink; readonly onRead: () => void },
): string | null {
  const file = openUnchanged(folder, name);
  if (file === null) return null;
  try {
    const isSame = (): boolean => {
      onRead();
      return unchanged(expected, fstatSync(file, { bigint: true }));
    };
    const size = Number(expected.size);
    return size < smallBytes ? readSmall(file, size, sink, isSame) : readLarge(file, size, sink, isSame);
  } finally {
    closeSync(file);
  }
}

/** Whether two looks at one file saw the same state of it. */
function unchanged(a: BigIntStats, b: BigIntStats): boolean {
  return (
    a.ctimeNs === b.ctimeNs &&
    a.mtimeNs === b.mtimeNs &&
    a.size === b.size &&
    a.ino === b.ino &&
    a.dev === b.dev &&
    a.mode === b.mode
  );
}

function openUnchanged(folder: FolderHandle, name: RawPath): number | null {
  try {
    return folder.openFile(name, constants.O_RDONLY);
  } catch (error) {
    // Gone, or a link or socket by now: the caller looks again.
    if (["ENOENT", "ELOOP", "ENXIO"].includes(errnoOf(error) ?? "")) return null;
    throw error;
  }
}

function readSmall(file: number, size: number, sink: ContentSink, isSame: () => boolean): string | null {
  // One byte more than expected, so that a file that grew is noticed.
  const content = Buffer.allocUnsafe(size + 1);
  let length = 0;
  for (;;) {
    const taken = readPiece(file, content.subarray(length));
    if (taken === 0) break;
    length += taken;
    if (length > size) return null;
  }
  if (length !== size || !isSame()) return null;
  const bytes = content.subarray(0, size);
  const digest = hash("sha256", bytes, "hex");
  sink.add(digest, bytes);
  return digest;
}

function readLarge(file: number, size: number, sink: ContentSink, isSame: () => boolean): string | null {
  const digest = createHash("sha256");
  const stream = sink.begin();
  const piece = Buffer.allocUnsafe(4 * smallBytes);
  let length = 0;
  for (;;) {
    const taken = readPiece(file, piece);
    length += taken;
    if (taken === 0 || length > size) break;
    digest.update(piece.subarray(0, taken));
    stream.write(piece.subarray(0, taken));
  }
  if (length !== size || !isSame()) {
    stream.discard();
    return null;
  }
  const contentHash = digest.digest("hex");
  stream.finish(contentHash);
  return contentHash;
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

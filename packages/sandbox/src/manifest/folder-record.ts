import { lateCrypto } from "../builtins/late-crypto.ts";
import { KimiError } from "@kimi/contracts/errors";
import { RecordCursor, recordHeader } from "./record-cursor.ts";
import { type TreeEntry, unknownAttributes } from "./tree-entry.ts";
import { type RawPath, nameOf } from "../paths/raw-path.ts";

/** What is known of a recorded folder without reading it again. */
export interface FolderSummary {
  /** Hex SHA-256 of its record: alike for folders that are alike in every respect, all that is below them included. */
  readonly id: string;
  /** The same without times: alike for folders with the same names, contents, kinds and modes. */
  readonly treeHash: string;
  /** All below it. */
  readonly fileCount: number;
  readonly totalBytes: number;
}

/** One entry of a folder; a folder comes with its summary. */
export interface FolderChild {
  readonly entry: TreeEntry;
  readonly summary: FolderSummary | null;
}

const letters = { file: "f", directory: "d", symlink: "l", fifo: "p" } as const;

/**
 * A folder as bytes, and what they come to. After the header, for each child in the order of the names' bytes
 * `<letter><marks> <octal mode> <size> <mtime µs> <hash or -> <name>` and a NUL; then, each with another NUL, a link's
 * target, with the mark `n` the path it is linked to, and with `a` the hash of its attributes. The mark `s` says sparse,
 * `u` attributes unknown. The hash of a folder is its record's id, so that one record stands for all that is below it.
 */
export function recordFolder(children: Iterable<FolderChild>): {
  readonly summary: FolderSummary;
  readonly bytes: Buffer;
} {
  let text = recordHeader;
  let timeless = recordHeader;
  let fileCount = 0;
  let totalBytes = 0;
  for (const { entry, summary } of children) {
    const name = nameOf(entry.path);
    const letter = letters[entry.type];
    const mode = entry.mode.toString(8);
    text += `${letter}${marksOf(entry)} ${mode} ${entry.size} ${entry.mtimeUs} ${summary?.id ?? entry.hash ?? "-"} ${name}\0`;
    if (entry.target !== null) text += `${entry.target}\0`;
    if (entry.linkedTo !== null) text += `${entry.linkedTo}\0`;
    if (entry.attributes !== null && entry.attributes !== unknownAttributes) text += `${entry.attributes}\0`;
    timeless += `${letter} ${mode} ${summary?.treeHash ?? entry.hash ?? "-"} ${name}\0`;
    fileCount += summary?.fileCount ?? (entry.type === "file" ? 1 : 0);
    totalBytes += summary?.totalBytes ?? (entry.type === "file" ? entry.size : 0);
  }
  const bytes = Buffer.from(text, "latin1");
  const treeHash = lateCrypto().hash("sha256", Buffer.from(timeless, "latin1"), "hex");
  return {
    bytes,
    summary: { id: lateCrypto().hash("sha256", bytes, "hex"), treeHash, fileCount, totalBytes },
  };
}

/** One line of a folder's record; for a folder, `recordId` names its own. */
export interface RecordedChild {
  readonly entry: TreeEntry;
  readonly recordId: string | null;
}

/** The children of the folder at `path`, in order. @throws KimiError `workspace` when `bytes` are not what {@link recordFolder} gives. */
export function readFolderRecord(bytes: Buffer, path: RawPath): readonly RecordedChild[] {
  const prefix = path === "" ? "" : `${path}/`;
  return goThroughRecord(bytes, path, (cursor) => {
    const children: RecordedChild[] = [];
    while (cursor.next()) children.push(toChild(cursor, prefix));
    return children;
  });
}

/** Lets `read` go through the record of the folder at `path`. @throws as {@link readFolderRecord} does. */
export function goThroughRecord<T>(bytes: Buffer, path: RawPath, read: (cursor: RecordCursor) => T): T {
  try {
    return read(new RecordCursor(bytes));
  } catch (error) {
    throw error instanceof RangeError ? damaged(path) : error;
  }
}

function toChild(cursor: RecordCursor, prefix: RawPath): RecordedChild {
  const { type, mode, size, mtimeUs, isSparse, name } = cursor;
  const digest = cursor.hasHash ? Buffer.from(cursor.hash).toString("hex") : null;
  const target = type === "symlink" ? cursor.takeField() : null;
  const linkedTo = cursor.isLinked ? cursor.takeField() : null;
  const attributes = cursor.hasAttributes ? cursor.takeField() : null;
  return {
    recordId: type === "directory" ? digest : null,
    entry: {
      path: prefix + name,
      type,
      mode,
      size,
      mtimeUs,
      hash: type === "directory" ? null : digest,
      target,
      linkedTo,
      isSparse,
      attributes: cursor.hasUnknownAttributes ? unknownAttributes : attributes,
    },
  };
}

function marksOf({ linkedTo, isSparse, attributes }: TreeEntry): string {
  if (linkedTo === null && !isSparse && attributes === null) return "";
  const attributeMark = attributes === unknownAttributes ? "u" : "a";
  return `${linkedTo === null ? "" : "n"}${isSparse ? "s" : ""}${attributes === null ? "" : attributeMark}`;
}

function damaged(path: RawPath): KimiError {
  return new KimiError(
    "workspace",
    `the record of the folder "${path}" is damaged, or was written by another version: what it holds cannot be trusted; take a new snapshot`,
  );
}

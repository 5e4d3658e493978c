import { closeSync, constants, readFileSync } from "node:fs";
import { KimiError } from "@kimi/contracts/errors";
import { errnoOf } from "../disk/errno-of.ts";
import { FolderHandle } from "../disk/folder-handle.ts";
import { type RawPath, nameOf, parentOf } from "../paths/raw-path.ts";

/**
 * Tells whether a line stands in a file of the tree, by reading it without following any link. Ripgrep goes by paths, so
 * a link that takes a folder's place while it searches can lead it out of the tree: what it read there is not shown.
 * Lines of one file should be asked for one after another.
 */
export function confirmLines(root: string): (path: RawPath, line: RawPath) => boolean {
  let read: { readonly path: RawPath; readonly content: Buffer } | null = null;
  return (path, line) => {
    if (read?.path !== path) read = { path, content: readInside(root, path) };
    return read.content.includes(Buffer.from(line, "latin1"));
  };
}

/** Its bytes, those of UTF-16 as UTF-8, which is what ripgrep prints; empty when it is not there, or no file. */
function readInside(root: string, path: RawPath): Buffer {
  try {
    using folder = FolderHandle.openBelow(root, parentOf(path));
    if (folder.stat(nameOf(path))?.isFile() !== true) return Buffer.alloc(0);
    const file = folder.openFile(nameOf(path), constants.O_RDONLY);
    try {
      return toUtf8(readFileSync(file));
    } finally {
      closeSync(file);
    }
  } catch (error) {
    if (errnoOf(error) === null && !(error instanceof KimiError)) throw error;
    return Buffer.alloc(0);
  }
}

function toUtf8(content: Buffer): Buffer {
  const mark = content.toString("latin1", 0, 2);
  if (mark === "\xff\xfe") return Buffer.from(new TextDecoder("utf-16le").decode(content));
  if (mark === "\xfe\xff") return Buffer.from(new TextDecoder("utf-16be").decode(content));
  return content;
}

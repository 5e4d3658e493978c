import { closeSync, fsyncSync, mkdirSync, openSync, renameSync, writeSync } from "node:fs";
import { dirname } from "node:path";
import { removeFileIfPossible } from "./remove-file.ts";

/** Replaces a file of our own store whole: after a crash or a power cut it holds the old bytes or the new. Mode 0600. */
export function writeDurably(path: string, content: string | Uint8Array): void {
  if (mkdirSync(dirname(path), { recursive: true, mode: 0o700 }) !== undefined)
    syncFolder(dirname(dirname(path)));
  const temporary = `${path}.${process.pid}.tmp`;
  const file = openSync(temporary, "w", 0o600);
  try {
    writeWhole(file, typeof content === "string" ? Buffer.from(content) : content);
    fsyncSync(file);
    renameSync(temporary, path);
  } catch (error) {
    removeFileIfPossible(temporary);
    throw error;
  } finally {
    closeSync(file);
  }
  syncFolder(dirname(path));
}

/** Writes all of `bytes` at the file's position: one `write` may take less. */
export function writeWhole(file: number, bytes: Uint8Array): void {
  for (let at = 0; at < bytes.length;) at += writeSync(file, bytes, at, bytes.length - at);
}

/** Makes names in a folder survive a power cut. */
export function syncFolder(path: string): void {
  const folder = openSync(path, "r");
  try {
    fsyncSync(folder);
  } finally {
    closeSync(folder);
  }
}

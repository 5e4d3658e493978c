import { closeSync, mkdirSync, openSync, renameSync } from "node:fs";
import { dirname } from "node:path";
import { removeFileIfPossible } from "./remove-file.ts";
import { writeWhole } from "./write-durably.ts";

/** Replaces a file of our own store that can be made again: a power cut may leave anything in it. Mode 0600. */
export function replaceFile(path: string, parts: readonly Uint8Array[]): void {
  mkdirSync(dirname(path), { recursive: true, mode: 0o700 });
  const temporary = `${path}.${process.pid}.tmp`;
  try {
    const file = openSync(temporary, "w", 0o600);
    try {
      for (const part of parts) writeWhole(file, part);
    } finally {
      closeSync(file);
    }
    renameSync(temporary, path);
  } catch (error) {
    removeFileIfPossible(temporary);
    throw error;
  }
}

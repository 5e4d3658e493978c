import { mkdirSync, renameSync, writeFileSync } from "node:fs";
import { dirname } from "node:path";
import { removeFileIfPossible } from "./remove-file.ts";

/** Replaces a file of our own store that can be made again: a power cut may leave anything in it. Mode 0600. */
export function replaceFile(path: string, content: Uint8Array): void {
  mkdirSync(dirname(path), { recursive: true, mode: 0o700 });
  const temporary = `${path}.${process.pid}.tmp`;
  try {
    writeFileSync(temporary, content, { mode: 0o600 });
    renameSync(temporary, path);
  } catch (error) {
    removeFileIfPossible(temporary);
    throw error;
  }
}

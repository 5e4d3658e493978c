import { readFile } from "node:fs/promises";
import { resolve } from "node:path";
import { KimiError } from "@kimi/contracts";

/** A file and what it holds. */
export interface TextFile {
  /** Absolute. */
  readonly path: string;
  readonly text: string;
}

/** Reads a file that a command line names. @throws KimiError `input` when that is not possible. */
export async function readTextFile(file: string, workingDirectory: string): Promise<TextFile> {
  const path = resolve(workingDirectory, file);
  try {
    return { path, text: await readFile(path, "utf8") };
  } catch (cause) {
    const isMissing = cause instanceof Error && "code" in cause && cause.code === "ENOENT";
    const found = cause instanceof Error ? cause.message : String(cause);
    const message = isMissing ? `There is no file ${path}.` : `${path} cannot be read: ${found}.`;
    throw new KimiError("input", message, { cause });
  }
}

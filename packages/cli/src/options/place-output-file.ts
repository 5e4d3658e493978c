import type { Stats } from "node:fs";
import { lstat, open, realpath, rm, stat } from "node:fs/promises";
import { resolve } from "node:path";
import { KimiError } from "@kimi/contracts";

/** A file that a command line wants written. */
export interface OutputFile {
  /** As people type it, for messages: `--out`. */
  readonly option: string;
  readonly file: string;
  readonly workingDirectory: string;
  /** Whether a regular file that is there may be replaced. */
  readonly replaces: boolean;
  /** What to do about one that is there. */
  readonly advice: string;
}

/**
 * The absolute path at which an output is written: where nothing is yet, or, if it `replaces`, where a regular file is.
 * Behind a link it is what that leads to, so that the link stays.
 * @throws KimiError `usage` for anything else.
 */
export async function placeOutputFile(output: OutputFile): Promise<string> {
  const path = resolve(output.workingDirectory, output.file);
  const refuse = (found: string, advice: string): never => {
    throw new KimiError("usage", `${output.option} was given ${path}, ${found}; ${advice}.`);
  };
  const look = async <T>(asked: Promise<T>): Promise<T | null> =>
    asked.catch((error: unknown) => (codeOf(error) === "ENOENT" ? null : refuse(unwritable(error), another)));
  const there = await look(lstat(path));
  if (there === null) return path;
  const real = await look(realpath(path));
  const found = real === null ? null : await look(stat(real));
  if (real === null || found === null) return refuse("a link that leads nowhere", another);
  if (!found.isFile()) return refuse(`which is ${kindOf(found)}`, another);
  if (!output.replaces) return refuse("which is there already", output.advice);
  return real;
}

/**
 * Sees that a file could be made now, and leaves none.
 * @throws KimiError `usage` when it could not.
 */
export async function tryOutputFile(option: string, path: string): Promise<void> {
  try {
    await (await open(path, "wx")).close();
    await rm(path);
  } catch (error) {
    throw new KimiError("usage", `${option} was given ${path}, ${unwritable(error)}; ${another}.`, {
      cause: error,
    });
  }
}

const another = "name a file in a folder that is there and can be written to";

function unwritable(error: unknown): string {
  return `which cannot be written (${codeOf(error) ?? String(error)})`;
}

function codeOf(error: unknown): string | null {
  return error instanceof Error && "code" in error ? String(error.code) : null;
}

function kindOf(found: Stats): string {
  if (found.isDirectory()) return "a folder";
  if (found.isFIFO()) return "a named pipe";
  return found.isSocket() ? "a socket" : "a device";
}

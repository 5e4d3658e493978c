import { open, realpath, stat } from "node:fs/promises";
import { resolve } from "node:path";
import { KimiError } from "@kimi/contracts";

/** Far more than any model reads at once, and little enough to be held in memory several times over. */
export const maxDocumentBytes = 4 * 1024 * 1024;

/** A file as it is on disk. */
export interface DocumentFile {
  readonly bytes: Uint8Array;
  /** Absolute, links resolved: the same for two names of one file. */
  readonly realPath: string;
}

/** Reads a whole file of at most 4 MiB. @throws KimiError `input` when there is none, or it is none that can be read. */
export async function readDocument(path: string, workingDirectory: string): Promise<DocumentFile> {
  const absolute = resolve(workingDirectory, path);
  try {
    // Asked before it is opened, since opening a FIFO waits for somebody to write to it.
    const { size } = checkKind(await stat(absolute));
    if (size > maxDocumentBytes) throw tooLarge(size);
    await using file = await open(absolute, "r");
    const bytes = await file.readFile();
    if (bytes.length > maxDocumentBytes) throw tooLarge(bytes.length);
    return { bytes, realPath: await realpath(absolute) };
  } catch (error) {
    throw error instanceof KimiError ? error : unreadable(error, absolute);
  }
}

interface FileKind {
  readonly size: number;
  isFile(): boolean;
  isDirectory(): boolean;
}

function checkKind(found: FileKind): FileKind {
  if (found.isFile()) return found;
  const kind = found.isDirectory() ? "a folder" : "something that is neither file nor folder";
  throw new KimiError("input", `found ${kind}, expected a file: name the documents one by one`);
}

function tooLarge(size: number): KimiError {
  return new KimiError(
    "input",
    `found ${size} bytes, expected at most ${maxDocumentBytes}: split the document, or give the part that matters`,
  );
}

function unreadable(error: unknown, absolute: string): KimiError {
  const code = error instanceof Error && "code" in error ? String(error.code) : "unknown error";
  const reasons: Readonly<Record<string, string>> = {
    ENOENT: `found nothing at ${absolute}, expected a file: check the path, which is relative to the current directory`,
    ENOTDIR: `found a file where ${absolute} needs a folder, expected a document there: check the path`,
    EACCES:
      "found a file that may not be read, expected read permission: change its mode, or run as its owner",
    EPERM:
      "found a file that may not be read, expected read permission: change its mode, or run as its owner",
    ELOOP: "found links that lead in a circle, expected a file: check the links",
  };
  const message = reasons[code] ?? `could not be read (${code}), expected a readable file: check the disk`;
  return new KimiError("input", message, { cause: error });
}

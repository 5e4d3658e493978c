import { createHash, randomUUID } from "node:crypto";
import { lstat, mkdir, open, rename, rm } from "node:fs/promises";
import { dirname } from "node:path";
import { KimiError } from "@kimi/contracts";
import { ZipWriter } from "../zip/zip-writer.ts";
import type { PlannedEntry } from "./archive-plan.ts";

/**
 * Writes the entries, in the order given, as a zip archive: whole, or not at all.
 * An archive that stood there before is replaced.
 * @throws KimiError `usage` when something else than a file is there, `disk` when it cannot be written.
 */
export async function writeArchive(
  outputPath: string,
  modified: Date,
  entries: readonly PlannedEntry[],
): Promise<{ readonly bytes: number; readonly hash: string }> {
  await refuseToReplace(outputPath);
  const temporary = `${outputPath}.${randomUUID()}.tmp`;
  try {
    await mkdir(dirname(outputPath), { recursive: true });
    const written = await writeTemporary(temporary, modified, entries);
    await rename(temporary, outputPath);
    return written;
  } catch (error) {
    await rm(temporary, { force: true }).catch(() => undefined);
    throw asDiskError(error, outputPath);
  }
}

/** What a rename would put the archive in the place of: a device would no longer be one. */
async function refuseToReplace(outputPath: string): Promise<void> {
  const there = await lstat(outputPath).catch(() => null);
  if (there === null || there.isFile()) return;
  throw new KimiError(
    "usage",
    `${outputPath} is there, and is no regular file, so no archive is put in its place: choose another place.`,
  );
}

async function writeTemporary(
  path: string,
  modified: Date,
  entries: readonly PlannedEntry[],
): Promise<{ readonly bytes: number; readonly hash: string }> {
  await using file = await open(path, "wx");
  const digest = createHash("sha256");
  let bytes = 0;
  const zip = new ZipWriter(modified, async (chunk) => {
    digest.update(chunk);
    bytes += chunk.length;
    for (let at = 0; at < chunk.length;) at += (await file.write(chunk, at)).bytesWritten;
  });
  for (const entry of entries) {
    await zip.add({ path: entry.path, mode: entry.mode, content: await entry.read() });
  }
  await zip.end();
  await file.sync();
  return { bytes, hash: digest.digest("hex") };
}

function asDiskError(error: unknown, outputPath: string): unknown {
  if (!(error instanceof Error) || !("syscall" in error)) return error;
  return new KimiError(
    "disk",
    `The archive ${outputPath} could not be written: ${error.message}. Nothing was left there. ` +
      "Check that its folder can be written to and has room, or choose another place.",
    { details: { outputPath }, cause: error },
  );
}

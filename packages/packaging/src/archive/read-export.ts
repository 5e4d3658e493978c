import { crc32 } from "node:zlib";
import { buffer } from "node:stream/consumers";
import { KimiError } from "@kimi/contracts";
import { type Entry, openPromise, type ZipFile } from "yauzl";

/** Deliverables that are read into memory, at most. */
const maxBytes = 512 * 1024 * 1024;

/** The latest version of `export.json` that is read. */
const latest = 1;

/**
 * A deliverable of an exported run, for example `trace.json`, from its zip alone; `null` when the run had none.
 * @throws KimiError `input` when the file is no zip, is damaged, is no export, or is one of a newer version.
 */
export async function readExport(zipPath: string, deliverable: string): Promise<Uint8Array | null> {
  const zip = await openZip(zipPath);
  try {
    const wanted = new Set(["export.json", `deliverables/${deliverable}`]);
    const found = new Map<string, Uint8Array>();
    for await (const entry of zip.eachEntry()) {
      if (wanted.has(entry.fileName)) found.set(entry.fileName, await readEntry(zip, entry));
    }
    requireExport(zipPath, found.get("export.json") ?? null);
    return found.get(`deliverables/${deliverable}`) ?? null;
  } catch (cause) {
    if (cause instanceof KimiError) throw cause;
    throw damaged(zipPath, cause);
  } finally {
    zip.close();
  }
}

async function openZip(zipPath: string): Promise<ZipFile> {
  try {
    return await openPromise(zipPath, { lazyEntries: true, autoClose: false });
  } catch (cause) {
    const isMissing = cause instanceof Error && "code" in cause && cause.code === "ENOENT";
    if (isMissing) throw new KimiError("input", `There is no file ${zipPath}.`, { cause });
    throw damaged(zipPath, cause);
  }
}

async function readEntry(zip: ZipFile, entry: Entry): Promise<Uint8Array> {
  if (entry.uncompressedSize > maxBytes) throw new Error(`${entry.fileName} is larger than 512 MiB`);
  const content = await buffer(await zip.openReadStreamPromise(entry));
  if (crc32(content) !== entry.crc32) throw new Error(`the checksum of ${entry.fileName} differs`);
  return content;
}

function requireExport(zipPath: string, content: Uint8Array | null): void {
  const version = content === null ? null : versionOf(content);
  if (version === null) {
    throw new KimiError(
      "input",
      `${zipPath} is a zip, and not one of an exported run: expected an export.json in it. Make one with: kimi-agent export <run>`,
    );
  }
  if (version <= latest) return;
  throw new KimiError(
    "input",
    `${zipPath} was exported as version ${version}, and this program reads versions up to ${latest}: update kimi-agent.`,
  );
}

/** The version that `export.json` names; `null` when it is none. */
function versionOf(content: Uint8Array): number | null {
  try {
    const found: unknown = JSON.parse(Buffer.from(content).toString("utf8"));
    if (typeof found !== "object" || found === null) return null;
    const isExport = "format" in found && found.format === "kimi-export";
    return isExport && "version" in found && typeof found.version === "number" ? found.version : null;
  } catch (error) {
    if (error instanceof SyntaxError) return null;
    throw error;
  }
}

function damaged(zipPath: string, cause: unknown): KimiError {
  const found = cause instanceof Error ? cause.message : String(cause);
  return new KimiError("input", `${zipPath} cannot be read as a zip: ${found}. Export or copy it again.`, {
    cause,
  });
}

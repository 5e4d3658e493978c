import { crc32 } from "node:zlib";
import { buffer } from "node:stream/consumers";
import { type Entry, fromBufferPromise } from "yauzl";

/** One entry as a zip library that is not ours reads it. */
export interface ReadEntry {
  readonly path: string;
  readonly mode: number;
  readonly content: Buffer;
  readonly modified: Date;
}

/** Every entry in the order of the directory; sizes and checksums are verified. */
export async function readZip(bytes: Uint8Array): Promise<readonly ReadEntry[]> {
  const zip = await fromBufferPromise(Buffer.from(bytes), {
    lazyEntries: true,
    decodeStrings: false,
    autoClose: false,
  });
  const entries: ReadEntry[] = [];
  for await (const entry of zip.eachEntry()) {
    const content = await buffer(await zip.openReadStreamPromise(entry));
    if (crc32(content) !== entry.crc32) throw new Error("checksum differs");
    entries.push({
      path: nameOf(entry),
      mode: entry.externalFileAttributes >>> 16,
      content,
      modified: modifiedOf(entry),
    });
  }
  return entries;
}

function nameOf(entry: Entry): string {
  if ((entry.generalPurposeBitFlag & 0x800) === 0) throw new Error("the name is not marked as UTF-8");
  return Buffer.from(entry.fileNameRaw).toString("utf8");
}

function modifiedOf({ lastModFileDate: date, lastModFileTime: time }: Entry): Date {
  const day = [(date >> 9) + 1980, ((date >> 5) & 15) - 1, date & 31] as const;
  return new Date(Date.UTC(...day, time >> 11, (time >> 5) & 63, (time & 31) * 2));
}

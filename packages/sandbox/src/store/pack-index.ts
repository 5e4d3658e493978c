import { closeSync, fstatSync, openSync, readSync } from "node:fs";
import { lateCrypto } from "../builtins/late-crypto.ts";
import { errnoOf } from "../disk/errno-of.ts";

/** Where a blob's bytes lie. */
export interface BlobPlace {
  /** Path of the pack. */
  readonly pack: string;
  readonly offset: number;
  readonly size: number;
  /** CRC-32 of the bytes: tells what was damaged at a fifth of what the hash costs. */
  readonly checksum: number;
}

/**
 * What stands behind the blobs of a pack. First a record for each in the order of their hashes: hash, offset, size and
 * checksum. Then a row for each page of so many records: the hash that the page begins with, and a checksum of the page. Then the
 * number of records, a checksum of rows and number, and the magic.
 */
export const packFormat = {
  magic: Buffer.from("kimipak3"),
  hashBytes: 32,
  recordBytes: 32 + 6 + 6 + 4,
  pageRecords: 128,
  rowBytes: 32 + 8,
  footerBytes: 4 + 32 + 8,
} as const;

const { magic, hashBytes, recordBytes, pageRecords, rowBytes, footerBytes } = packFormat;
/** Holds all of the index of a small pack, so that one read is enough. */
const tailBytes = 8192;

/**
 * The index of a pack that is whole. Opening it takes no longer for many blobs than for few; of the records, the pages are
 * read in which something is looked for. One that is damaged holds nothing.
 */
export class PackIndex {
  readonly #pack: string;
  readonly #count: number;
  /** Where the records begin. */
  readonly #start: number;
  readonly #rows: Buffer;
  /** Those that were read; `null` for a damaged one. */
  readonly #pages: (Buffer | null)[] = [];

  private constructor(pack: string, { count, start, rows }: Place) {
    this.#pack = pack;
    this.#count = count;
    this.#start = start;
    this.#rows = rows;
  }

  /** `null` when the file is no whole pack, or of another version. */
  static open(pack: string): PackIndex | null {
    const file = openSync(pack, "r");
    try {
      const { size } = fstatSync(file);
      const tail = readAt(file, Math.max(0, size - tailBytes), Math.min(size, tailBytes));
      if (tail === null || tail.length < footerBytes) return null;
      const footer = tail.subarray(-footerBytes);
      if (!footer.subarray(36).equals(magic)) return null;
      const count = footer.readUInt32BE(0);
      const rowsBytes = Math.ceil(count / pageRecords) * rowBytes;
      const from = (back: number): Buffer | null =>
        back <= tail.length ? tail.subarray(-back) : readAt(file, size - back, back);
      const summed = from(rowsBytes + footerBytes)?.subarray(0, rowsBytes + 4) ?? null;
      if (summed === null || lateCrypto().hash("sha256", summed, "hex") !== footer.toString("hex", 4, 36))
        return null;
      const start = size - footerBytes - rowsBytes - count * recordBytes;
      const index = new PackIndex(pack, { count, start, rows: summed.subarray(0, rowsBytes) });
      if (size - start <= tail.length && count > 0 && count <= pageRecords)
        index.#keep(0, tail.subarray(start - size, start - size + count * recordBytes));
      return index;
    } finally {
      closeSync(file);
    }
  }

  /** Where the blob of this hash lies, the hash in its 32 bytes; `null` when it is not in the pack. */
  find(key: Buffer): BlobPlace | null {
    if (this.#count === 0) return null;
    const page = this.#pageOf(key);
    const records = page === -1 ? null : this.#page(page);
    if (records === null) return null;
    const prefix = key.readUInt32BE(0);
    for (let at = firstFrom(records, prefix); at < records.length; at += recordBytes) {
      if (records.readUInt32BE(at) !== prefix) return null;
      if (records.compare(key, 0, hashBytes, at, at + hashBytes) === 0) return this.#place(records, at);
    }
    return null;
  }

  /** All blobs by hash; `null` when some of them are not known, since a part of the index is damaged. */
  list(): ReadonlyMap<string, BlobPlace> | null {
    const places = new Map<string, BlobPlace>();
    for (let page = 0; page * pageRecords < this.#count; page += 1) {
      const records = this.#page(page);
      if (records === null) return null;
      for (let at = 0; at * recordBytes < records.length; at += 1) {
        const digest = records.toString("hex", at * recordBytes, at * recordBytes + hashBytes);
        places.set(digest, this.#place(records, at * recordBytes));
      }
    }
    return places;
  }

  #place(records: Buffer, start: number): BlobPlace {
    const at = start + hashBytes;
    return {
      pack: this.#pack,
      offset: records.readUIntBE(at, 6),
      size: records.readUIntBE(at + 6, 6),
      checksum: records.readUInt32BE(at + 12),
    };
  }

  /** The last page whose first hash is `key` or before it; `-1` for none. */
  #pageOf(key: Buffer): number {
    const rows = this.#rows;
    const pages = rows.length / rowBytes;
    // Hashes are spread evenly, so that a guess is seldom off by more than one.
    let page = Math.floor((key.readUInt32BE(0) / 2 ** 32) * pages);
    while (page >= 0 && !isAtMost(rows, page * rowBytes, key)) page -= 1;
    while (page + 1 < pages && isAtMost(rows, (page + 1) * rowBytes, key)) page += 1;
    return page;
  }

  #page(page: number): Buffer | null {
    const known = this.#pages[page];
    if (known !== undefined) return known;
    const first = page * pageRecords;
    const length = Math.min(pageRecords, this.#count - first) * recordBytes;
    const file = openIfThere(this.#pack);
    if (file === null) return null;
    try {
      return this.#keep(page, readAt(file, this.#start + first * recordBytes, length));
    } finally {
      closeSync(file);
    }
  }

  #keep(page: number, records: Buffer | null): Buffer | null {
    const at = page * rowBytes + hashBytes;
    const isWhole =
      records !== null && checksumOfPage(records).equals(this.#rows.subarray(at, page * rowBytes + rowBytes));
    return (this.#pages[page] = isWhole ? records : null);
  }
}

interface Place {
  readonly count: number;
  readonly start: number;
  readonly rows: Buffer;
}

/** Against damage, not against anybody: contents are checked against their hashes. */
export function checksumOfPage(records: Buffer): Buffer {
  return lateCrypto()
    .hash("sha256", records, "buffer")
    .subarray(0, rowBytes - hashBytes);
}

/** Whether the hash at `at` is `key` or before it. Nearly always the first four bytes tell. */
function isAtMost(rows: Buffer, at: number, key: Buffer): boolean {
  const difference = rows.readUInt32BE(at) - key.readUInt32BE(0);
  return difference === 0 ? rows.compare(key, 0, hashBytes, at, at + hashBytes) <= 0 : difference < 0;
}

/** Where the first record begins whose hash does not begin with less than `prefix`. */
function firstFrom(records: Buffer, prefix: number): number {
  let from = 0;
  let to = records.length / recordBytes;
  while (from < to) {
    const middle = (from + to) >>> 1;
    if (records.readUInt32BE(middle * recordBytes) < prefix) from = middle + 1;
    else to = middle;
  }
  return from * recordBytes;
}

/** `null` where somebody has deleted it. */
function openIfThere(path: string): number | null {
  try {
    return openSync(path, "r");
  } catch (error) {
    if (errnoOf(error) !== "ENOENT") throw error;
    return null;
  }
}

function readAt(file: number, position: number, length: number): Buffer | null {
  if (position < 0) return null;
  const bytes = Buffer.allocUnsafe(length);
  return readSync(file, bytes, 0, length, position) === length ? bytes : null;
}

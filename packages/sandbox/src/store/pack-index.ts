import { closeSync, fstatSync, openSync, readSync } from "node:fs";
import { hash } from "node:crypto";

/** Where a blob's bytes lie. */
export interface BlobPlace {
  /** Path of the pack. */
  readonly pack: string;
  readonly offset: number;
  readonly size: number;
}

const magic = Buffer.from("kimipak1");
const recordBytes = 32 + 6 + 6;
const footerBytes = magic.length + 4 + 32;

/** What stands behind the blobs of a pack: their hashes, offsets and sizes, then count, checksum and magic. */
export function encodePackIndex(blobs: ReadonlyMap<string, Omit<BlobPlace, "pack">>): Buffer {
  const bytes = Buffer.alloc(blobs.size * recordBytes + footerBytes);
  let at = 0;
  for (const [contentHash, { offset, size }] of blobs) {
    bytes.write(contentHash, at, "hex");
    bytes.writeUIntBE(offset, at + 32, 6);
    bytes.writeUIntBE(size, at + 38, 6);
    at += recordBytes;
  }
  bytes.writeUInt32BE(blobs.size, at);
  bytes.write(hash("sha256", bytes.subarray(0, at + 4), "hex"), at + 4, "hex");
  magic.copy(bytes, at + 36);
  return bytes;
}

/** The blobs of a pack by hash; `null` when the file is no whole pack. */
export function readPackIndex(pack: string): ReadonlyMap<string, BlobPlace> | null {
  const file = openSync(pack, "r");
  try {
    const { size } = fstatSync(file);
    const footer = readAt(file, size - footerBytes, footerBytes);
    if (footer === null || !footer.subarray(36).equals(magic)) return null;
    const count = footer.readUInt32BE(0);
    const index = readAt(file, size - footerBytes - count * recordBytes, count * recordBytes + 4);
    if (index === null || hash("sha256", index, "hex") !== footer.toString("hex", 4, 36)) return null;
    const blobs = new Map<string, BlobPlace>();
    for (let at = 0; at < count * recordBytes; at += recordBytes) {
      blobs.set(index.toString("hex", at, at + 32), {
        pack,
        offset: index.readUIntBE(at + 32, 6),
        size: index.readUIntBE(at + 38, 6),
      });
    }
    return blobs;
  } finally {
    closeSync(file);
  }
}

function readAt(file: number, position: number, length: number): Buffer | null {
  if (position < 0) return null;
  const bytes = Buffer.allocUnsafe(length);
  return readSync(file, bytes, 0, length, position) === length ? bytes : null;
}

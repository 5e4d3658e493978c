import { lateCrypto } from "../builtins/late-crypto.ts";
import { type BlobPlace, checksumOfPage, packFormat } from "./pack-index.ts";

const { magic, hashBytes, recordBytes, pageRecords, rowBytes, footerBytes } = packFormat;

/** What stands behind the blobs of a pack, for a `PackIndex` to find them. */
export function encodePackIndex(blobs: ReadonlyMap<string, Omit<BlobPlace, "pack">>): Buffer {
  const pages = Math.ceil(blobs.size / pageRecords);
  const recordsEnd = blobs.size * recordBytes;
  const bytes = Buffer.allocUnsafe(recordsEnd + pages * rowBytes + footerBytes);
  sortInto(bytes, encodeRecords(blobs));
  let at = recordsEnd;
  for (let page = 0; page < pages; page += 1) {
    const start = page * pageRecords * recordBytes;
    bytes.copy(bytes, at, start, start + hashBytes);
    const end = Math.min(recordsEnd, start + pageRecords * recordBytes);
    checksumOfPage(bytes.subarray(start, end)).copy(bytes, at + hashBytes);
    at += rowBytes;
  }
  bytes.writeUInt32BE(blobs.size, at);
  bytes.write(lateCrypto().hash("sha256", bytes.subarray(recordsEnd, at + 4), "hex"), at + 4, "hex");
  magic.copy(bytes, at + 36);
  return bytes;
}

function encodeRecords(blobs: ReadonlyMap<string, Omit<BlobPlace, "pack">>): Buffer {
  const records = Buffer.allocUnsafe(blobs.size * recordBytes);
  let at = 0;
  for (const [contentHash, { offset, size, checksum }] of blobs) {
    records.write(contentHash, at, "hex");
    records.writeUIntBE(offset, at + hashBytes, 6);
    records.writeUIntBE(size, at + hashBytes + 6, 6);
    records.writeUInt32BE(checksum, at + hashBytes + 12);
    at += recordBytes;
  }
  return records;
}

/** By three bytes first, which takes no comparisons and puts nearly all in their places. */
function sortInto(sorted: Buffer, records: Buffer): void {
  let order = new Uint32Array(records.length / recordBytes);
  for (let at = 0; at < order.length; at += 1) order[at] = at * recordBytes;
  for (const byte of [2, 1, 0]) order = sortByByte(records, order, byte);
  for (let at = 1; at < order.length; at += 1) sink(records, order, at);
  for (let at = 0; at < order.length; at += 1) {
    const from = order[at] ?? 0;
    records.copy(sorted, at * recordBytes, from, from + recordBytes);
  }
}

/** Keeps the order of those that have the byte in common. */
function sortByByte(records: Buffer, order: Uint32Array, byte: number): Uint32Array<ArrayBuffer> {
  const nexts = new Uint32Array(257);
  for (const from of order) countUp(nexts, (records[from + byte] ?? 0) + 1);
  for (let value = 1; value < 257; value += 1) nexts[value] = (nexts[value] ?? 0) + (nexts[value - 1] ?? 0);
  const sorted = new Uint32Array(order.length);
  for (const from of order) sorted[countUp(nexts, records[from + byte] ?? 0)] = from;
  return sorted;
}

/** Returns what was there before. */
function countUp(counts: Uint32Array, at: number): number {
  const before = counts[at] ?? 0;
  counts[at] = before + 1;
  return before;
}

/** Moves one down past those before it that come after it. */
function sink(records: Buffer, order: Uint32Array, last: number): void {
  const moved = order[last] ?? 0;
  let at = last;
  for (; at > 0; at -= 1) {
    const before = order[at - 1] ?? 0;
    if (records.compare(records, moved, moved + hashBytes, before, before + hashBytes) <= 0) break;
    order[at] = before;
  }
  order[at] = moved;
}

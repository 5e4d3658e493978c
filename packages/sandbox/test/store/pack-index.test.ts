import { mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { hash } from "node:crypto";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, beforeEach, expect, test } from "vitest";
import { encodePackIndex } from "../../src/store/encode-pack-index.ts";
import { type BlobPlace, PackIndex, packFormat } from "../../src/store/pack-index.ts";

let folder = "";
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), "kimi-pack-"));
});
afterEach(() => rmSync(folder, { recursive: true }));

const { recordBytes, footerBytes, pageRecords } = packFormat;

function blobsOf(count: number): ReadonlyMap<string, Omit<BlobPlace, "pack">> {
  return new Map(
    Array.from({ length: count }, (_, at) => [
      hash("sha256", String(at), "hex"),
      { offset: at * 1e9, size: at, checksum: 2 ** 32 - 1 - at },
    ]),
  );
}

/** A pack with these blobs, whose own bytes do not matter here. */
function writePack(blobs: ReturnType<typeof blobsOf>, content = "blobs"): string {
  const path = join(folder, "a.pack");
  writeFileSync(path, Buffer.concat([Buffer.from(content), encodePackIndex(blobs)]));
  return path;
}

function open(path: string): PackIndex {
  const index = PackIndex.open(path);
  if (index === null) throw new Error("the pack is not taken for whole");
  return index;
}

const toKey = (digest: string): Buffer => Buffer.from(digest, "hex");

test.for([1, 2, pageRecords, pageRecords + 1, 1000])("each of %i blobs is found, and no other", (count) => {
  const blobs = blobsOf(count);
  const path = writePack(blobs);
  const index = open(path);
  const found = [...blobs.keys()].map((digest) => index.find(toKey(digest)));
  expect(found).toEqual([...blobs.values()].map((place) => ({ pack: path, ...place })));
  for (const other of ["00".repeat(32), "ff".repeat(32), hash("sha256", "other", "hex")])
    expect(index.find(toKey(other))).toBeNull();
  expect(index.list()).toEqual(
    new Map([...blobs].map(([digest, place]) => [digest, { pack: path, ...place }])),
  );
});

test("hashes that begin alike are told apart, also where a page ends between them", () => {
  const digests = Array.from(
    { length: 3 * pageRecords },
    (_, at) => "ab".repeat(30) + at.toString(16).padStart(4, "0"),
  );
  const blobs = new Map(
    digests.toReversed().map((digest, at) => [digest, { offset: at, size: 1, checksum: at }]),
  );
  const path = writePack(blobs);
  const index = open(path);
  for (const [digest, place] of blobs) expect(index.find(toKey(digest))).toEqual({ pack: path, ...place });
});

test("a pack without blobs holds nothing", () => {
  const index = open(writePack(new Map()));
  expect([index.find(toKey("00".repeat(32))), index.list()]).toEqual([null, new Map()]);
});

test("what is cut short, or no pack, is not opened", () => {
  const path = writePack(blobsOf(1000));
  const whole = readFileSync(path);
  for (const bytes of [
    whole.subarray(0, -1),
    whole.subarray(-footerBytes),
    Buffer.alloc(0),
    packFormat.magic,
  ]) {
    writeFileSync(path, bytes);
    expect(PackIndex.open(path)).toBeNull();
  }
});

test("what is of another version, or says something else of its pages than was written, is not opened", () => {
  const path = writePack(blobsOf(1000));
  const whole = readFileSync(path);
  const rowsAt = whole.length - footerBytes - Math.ceil(1000 / pageRecords) * packFormat.rowBytes;
  // A bit of the magic, of the checksum, of the number of records, and of the first and the last row.
  for (const at of [whole.length - 1, whole.length - 9, whole.length - 41, rowsAt, whole.length - 45]) {
    const bytes = Buffer.from(whole);
    bytes[at] = (bytes[at] ?? 0) ^ 1;
    writeFileSync(path, bytes);
    expect(PackIndex.open(path)).toBeNull();
  }
});

test("a damaged page holds nothing, and the rest of the index is good", () => {
  const blobs = blobsOf(3 * pageRecords);
  const path = writePack(blobs);
  const bytes = readFileSync(path);
  // The size of the first record.
  const at = "blobs".length + recordBytes - 1;
  bytes[at] = (bytes[at] ?? 0) ^ 1;
  writeFileSync(path, bytes);
  const index = open(path);
  const found = [...blobs.keys()].toSorted().map((digest) => index.find(toKey(digest)) !== null);
  expect(found).toEqual([...found.keys()].map((record) => record >= pageRecords));
  expect(index.list()).toBeNull();
});

test("an index of which the pack is gone by now holds nothing", () => {
  const blobs = blobsOf(1000);
  const path = writePack(blobs);
  const index = open(path);
  rmSync(path);
  for (const digest of blobs.keys()) expect(index.find(toKey(digest))).toBeNull();
  expect(index.list()).toBeNull();
});

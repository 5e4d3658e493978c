import { closeSync, mkdirSync, openSync, readFileSync, readdirSync, writeFileSync } from "node:fs";
import { hash } from "node:crypto";
import { join } from "node:path";
import { expect, test } from "vitest";
import type { ContentChecks } from "../../src/store/blob-reader.ts";
import { BlobStore } from "../../src/store/blob-store.ts";
import { scratch } from "../support/scratch.ts";

const small = Buffer.from("small");
const large = Buffer.alloc(9 * 1024 * 1024, "large ");
const toHash = (content: Uint8Array): string => hash("sha256", content, "hex");

async function storeWith(...contents: readonly Uint8Array[]): Promise<{ store: BlobStore; pack: string }> {
  const folder = join(scratch(), "packs");
  mkdirSync(folder);
  const store = new BlobStore(folder);
  await store.write(async (pack) => {
    for (const content of contents.slice(1)) pack.add(toHash(content), content);
    const [first = small] = contents;
    const stream = pack.begin();
    for (let at = 0; at < first.length; at += 1_000_000) stream.write(first.subarray(at, at + 1_000_000));
    stream.finish(toHash(first));
  });
  return { store, pack: join(folder, readdirSync(folder)[0] ?? "") };
}

function write(store: BlobStore, content: Uint8Array, checks: ContentChecks): Buffer {
  using reader = store.openReader(checks);
  const path = join(scratch(), "file");
  const file = openSync(path, "wx");
  try {
    reader.writeTo(toHash(content), file);
  } finally {
    closeSync(file);
  }
  return readFileSync(path);
}

test.for(["hashes", "checksums"] as const)(
  "contents are written as they were, checked by %s",
  async (checks) => {
    const { store } = await storeWith(large, small, Buffer.alloc(0));
    for (const content of [large, small, Buffer.alloc(0)])
      expect(write(store, content, checks).equals(content)).toBe(true);
  },
);

test.for(["hashes", "checksums"] as const)("a damaged content is refused, checked by %s", async (checks) => {
  const { store, pack } = await storeWith(large, small);
  const bytes = readFileSync(pack);
  for (const content of [large, small]) {
    const last = bytes.indexOf(content) + content.length - 1;
    bytes[last] = (bytes[last] ?? 0) ^ 1;
  }
  writeFileSync(pack, bytes);
  for (const content of [large, small])
    expect(() => write(store, content, checks)).toThrow(/is damaged in the snapshot store/);
});

test("neighbours are read ahead, and come in any order", async () => {
  const contents = Array.from({ length: 300 }, (_, at) => Buffer.alloc((at * 37) % 3000, `${at} `));
  const { store } = await storeWith(small, ...contents);
  for (const checks of ["hashes", "checksums"] as const) {
    using reader = store.openReader(checks);
    for (const step of [1, 7, 299]) {
      const order = contents.map((_, at) => (at * step) % contents.length);
      for (const at of order) {
        const content = contents[at] ?? small;
        expect(reader.read(toHash(content)).equals(content)).toBe(true);
      }
    }
  }
  for (const content of contents) expect(write(store, content, "checksums").equals(content)).toBe(true);
});

test("contents of very many packs are read without having all of them open", async () => {
  const folder = join(scratch(), "packs");
  mkdirSync(folder);
  const store = new BlobStore(folder);
  const contents = Array.from({ length: 200 }, (_, at) => Buffer.from(`content ${at}`));
  for (const content of contents) await store.write(async (pack) => pack.add(toHash(content), content));
  const countOpen = (): number => readdirSync("/dev/fd").length;
  const before = countOpen();
  {
    using reader = store.openReader();
    for (const content of [...contents, ...contents])
      expect(reader.read(toHash(content)).equals(content)).toBe(true);
    expect(countOpen() - before).toBeLessThan(100);
  }
  expect(countOpen()).toBe(before);
});

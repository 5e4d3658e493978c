import { hash } from "node:crypto";
import { mkdirSync, readFileSync, readdirSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { expect, it } from "vitest";
import { noFaults } from "../../src/disk/fault-hook.ts";
import { BlobStore } from "../../src/store/blob-store.ts";
import { collectPacks } from "../../src/store/collect-packs.ts";
import { scratch } from "../support/scratch.ts";

const toHash = (content: Uint8Array): string => hash("sha256", content, "hex");

function emptyStore(): { store: BlobStore; folder: string } {
  const folder = join(scratch(), "packs");
  mkdirSync(folder);
  return { store: new BlobStore(folder), folder };
}

/** One more pack, with all of these, whoever has them already. */
async function addPack(store: BlobStore, ...contents: readonly Buffer[]): Promise<void> {
  await store.write(async (pack) => {
    for (const content of contents) pack.add(toHash(content), content, true);
  });
}

function collectAll(store: BlobStore, live: Iterable<string>) {
  const options = { places: store.list(), live: new Set(live), fault: noFaults };
  return collectPacks(store, { ...options, pressBytes: Infinity, fits: () => false });
}

it("takes a content from the pack that stays where several have it", async () => {
  const shared = Array.from({ length: 20 }, (_, at) => Buffer.alloc(1000, `shared ${at} `));
  for (let round = 0; round < 6; round += 1) {
    const { store, folder } = emptyStore();
    // Which of them counts as the one that has a content depends on their names.
    for (let copy = 0; copy < 3; copy += 1) await addPack(store, ...shared, Buffer.from(`own ${copy}`));
    expect(await collectAll(store, store.list().keys())).toEqual([]);
    const later = new BlobStore(folder);
    for (const content of shared) expect(later.read(toHash(content)).equals(content)).toBe(true);
  }
});

it("puts very many small packs together but for the one that is damaged", async () => {
  const { store } = emptyStore();
  const contents = Array.from({ length: 80 }, (_, at) => Buffer.from(`content ${at}, and a little more`));
  for (const content of contents) await addPack(store, content);
  const [damaged = ""] = store.listPacks();
  writeFileSync(damaged, readFileSync(damaged).fill(0, 0, 10));
  expect(await collectAll(store, contents.map(toHash))).toEqual([
    { path: damaged, reason: expect.stringContaining("is damaged in the snapshot store") },
  ]);
  expect(store.listPacks()).toHaveLength(2);
  expect(store.listPacks()).toContain(damaged);
});

it("presses contents that are read in pieces, and those beside them", async () => {
  const { store, folder } = emptyStore();
  const large = Buffer.alloc(20 * 1024 * 1024 + 77);
  for (let at = 0; at < large.length; at += 1000) large.writeUInt32LE(at, at);
  const contents = [Buffer.from("before"), large, Buffer.alloc(0), Buffer.from("behind")];
  await addPack(store, ...contents);
  expect(await collectAll(store, contents.map(toHash))).toEqual([]);
  expect(readdirSync(folder)).toEqual([expect.stringMatching(/\.zst\.pack$/)]);
  const later = new BlobStore(folder);
  for (const content of contents) expect(later.read(toHash(content)).equals(content)).toBe(true);
});

import { hash, randomBytes } from "node:crypto";
import { mkdirSync, readFileSync, readdirSync, rmSync, statSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { zstdCompressSync, zstdDecompressSync } from "node:zlib";
import { isKimiError } from "@kimi/contracts";
import * as fc from "fast-check";
import { expect, it } from "vitest";
import type { BlobReader } from "../../src/store/blob-reader.ts";
import { BlobStore } from "../../src/store/blob-store.ts";
import { pressedFormat } from "../../src/store/pressed-pack.ts";
import { memory, put, scratch, workshop } from "../support/scratch.ts";
import { walk } from "../support/walk.ts";

const toHash = (content: Uint8Array): string => hash("sha256", content, "hex");
const blockBytes = 128 * 1024;

/** A store whose contents were pressed, in this order. */
async function pressed(contents: readonly Buffer[]): Promise<{ store: BlobStore; pack: string }> {
  const folder = join(scratch(), "packs");
  mkdirSync(folder);
  const store = new BlobStore(folder);
  await store.write(async (pack) => {
    for (const content of contents) pack.add(toHash(content), content);
  });
  const [plain = ""] = readdirSync(folder);
  await store.press([...new Set(contents.map(toHash))]);
  rmSync(join(folder, plain));
  const [pack = ""] = readdirSync(folder);
  return { store: new BlobStore(folder), pack: join(folder, pack) };
}

it("gives every content back, in whichever order they are asked for and however they lie in blocks", async () => {
  const length = fc.oneof(
    fc.nat(3000),
    fc.constantFrom(0, blockBytes - 1, blockBytes, blockBytes + 1, 3 * blockBytes),
  );
  const content = fc
    .tuple(length, fc.nat(255), fc.boolean())
    .map(([bytes, seed, isNoise]) =>
      isNoise
        ? Buffer.from(Array.from({ length: bytes }, (_, at) => (at * at * 31 + seed * at + (at >> 3)) & 255))
        : Buffer.alloc(bytes, `text ${seed} `),
    );
  await fc.assert(
    fc.asyncProperty(
      fc.array(content, { minLength: 1, maxLength: 12 }),
      fc.nat(11),
      async (contents, step) => {
        const { store } = await pressed(contents);
        using reader = store.openReader();
        for (const [at] of contents.entries()) {
          const wanted = contents[(at * (step + 1)) % contents.length] ?? Buffer.alloc(0);
          expect(reader.read(toHash(wanted)).equals(wanted)).toBe(true);
        }
      },
    ),
    { numRuns: 40 },
  );
});

it("says of damaged bytes, wherever they are, that a content is damaged or missing, or gives it whole", async () => {
  const contents = Array.from({ length: 40 }, (_, at) => Buffer.alloc(9000, `content ${at}, `));
  const { pack } = await pressed(contents);
  const whole = readFileSync(pack);
  const outcomes = new Set<string>();
  for (let at = 0; at < whole.length; at += 1 + Math.floor(whole.length / 300)) {
    const bytes = Buffer.from(whole);
    bytes[at] = (bytes[at] ?? 0) ^ 0x41;
    writeFileSync(pack, bytes);
    using reader = new BlobStore(join(pack, "..")).openReader();
    for (const content of contents) outcomes.add(outcomeOf(reader, content));
  }
  expect(outcomes).toEqual(new Set(["whole", "damaged", "missing"]));
});

it("gives nothing where it is of another version", async () => {
  const content = Buffer.alloc(9000, "content, ");
  const { pack } = await pressed([content]);
  const bytes = readFileSync(pack);
  bytes.write("kimizst2");
  writeFileSync(pack, bytes);
  using reader = new BlobStore(join(pack, "..")).openReader();
  expect(outcomeOf(reader, content)).toBe("damaged");
});

it("says that a content is damaged whose block holds less than it should", async () => {
  const content = Buffer.from(Array.from({ length: 9000 }, (_, at) => (at * at * 31 + (at >> 3)) & 255));
  const { pack } = await pressed([content, Buffer.alloc(9000, "text ")]);
  const bytes = readFileSync(pack);
  const { headBytes } = pressedFormat;
  const stored = bytes.subarray(headBytes, bytes.readUIntBE(8, 6));
  const nothing = zstdCompressSync(Buffer.alloc(0));
  // Then a frame that is passed over, so that all of the block is well formed.
  const rest = stored.subarray(nothing.copy(stored));
  rest.writeUInt32LE(0x184d2a50, 0);
  rest.writeUInt32LE(rest.length - 8, 4);
  expect(zstdDecompressSync(stored)).toHaveLength(0);
  writeFileSync(pack, bytes);
  using reader = new BlobStore(join(pack, "..")).openReader();
  expect(outcomeOf(reader, content)).toBe("damaged");
});

it("takes no more than its contents do where they cannot be compressed", async () => {
  const contents = [randomBytes(3 * blockBytes), randomBytes(1000)];
  const { pack } = await pressed(contents);
  const bytes = readFileSync(pack);
  expect(bytes.readUIntBE(8, 6)).toBe(pressedFormat.headBytes + 3 * blockBytes + 1000);
});

function outcomeOf(reader: BlobReader, content: Buffer): string {
  try {
    return reader.read(toHash(content)).equals(content) ? "whole" : "wrong";
  } catch (error) {
    if (!isKimiError(error)) throw error;
    return /is (damaged) in|its pack was removed/.exec(error.message)?.[1] ?? "missing";
  }
}

it("is what a store becomes that takes too much though all of it is needed, and its snapshots come back", async () => {
  const { target, home, manager } = workshop(undefined, memory);
  const packs = join(home, "snapshots/packs");
  const files = Array.from({ length: 60 }, (_, at) => `file-${at}`);
  for (const name of files) put(target, name, `what stands in ${name}, `.repeat(2000));
  const { id: first } = await manager.snapshot(target);
  const before = walk(target);
  const [earlier = ""] = readdirSync(packs);
  for (const name of files) put(target, name, `what came later in ${name}, `.repeat(2000));
  const { id: second } = await manager.snapshot(target);
  const pinned = async (): Promise<readonly string[]> => [first, second];
  const bytes = (): number =>
    readdirSync(packs).reduce((sum, name) => sum + statSync(join(packs, name)).size, 0);
  const plain = bytes();

  // Where half a pack's worth is too much, only what was written first is pressed.
  expect(await manager.prune({ maxBytes: plain * 0.8, pinned })).toMatchObject({
    removedSnapshots: [],
    leftPacks: [],
  });
  expect(readdirSync(packs).filter((name) => name.endsWith(".zst.pack"))).toHaveLength(1);
  expect(readdirSync(packs)).toHaveLength(2);
  expect(readdirSync(packs)).not.toContain(earlier);

  const report = await manager.prune({ maxBytes: 0, pinned });
  expect(report).toMatchObject({ removedSnapshots: [], leftPacks: [] });
  expect(report.bytesAfter).toBeLessThan(plain / 20);
  expect(await manager.verify()).toMatchObject({ snapshots: 2, damages: [] });
  expect((await manager.restore({ runId: "r", targetPath: target, snapshotId: first })).differences).toEqual(
    [],
  );
  expect(walk(target)).toEqual(before);
  await using tree = await manager.openWorkingTree({
    runId: "r",
    snapshotId: first,
    targetPath: target,
    kind: "private",
  });
  expect(walk(tree.root)).toEqual(before);

  // Once more changes nothing: what is pressed stays so, and what nobody needs may stay where it has room by now.
  const names = readdirSync(packs);
  await manager.prune({ maxBytes: 0, pinned });
  await tree[Symbol.asyncDispose]();
  expect(await manager.prune({ maxBytes: report.bytesAfter })).toMatchObject({ removedSnapshots: [] });
  expect(readdirSync(packs)).toEqual(names);
});

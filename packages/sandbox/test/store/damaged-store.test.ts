import { readFileSync, readdirSync, rmSync, truncateSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { expect, it } from "vitest";
import { createSandboxManager } from "../../src/index.ts";
import { packFormat } from "../../src/store/pack-index.ts";
import { memory, put, workshop } from "../support/scratch.ts";
import { settle } from "../support/settled.ts";
import { walk } from "../support/walk.ts";

const zeroFill = (path: string, part = 1): void => {
  const bytes = readFileSync(path);
  writeFileSync(path, bytes.fill(0, 0, Math.floor(bytes.length * part)));
};

/** A project whose state is recorded, and known to be as it was. */
async function recorded() {
  const made = workshop(undefined, memory);
  const { target, home, manager } = made;
  for (let at = 0; at < 20; at += 1) put(target, `files/${at}`, `content ${at} `.repeat(500));
  await settle(join(target, "files/19"));
  const { id } = await manager.snapshot(target);
  const heads = [join(home, "snapshots/manifests", id)];
  const packs = (): readonly string[] =>
    readdirSync(join(home, "snapshots/packs")).map((name) => join(home, "snapshots/packs", name));
  return { ...made, id, heads, packs };
}

/** What a process that begins now can do with the project. */
async function makeTree(target: string, home: string): Promise<Record<string, string>> {
  const manager = createSandboxManager({ home });
  const { id } = await manager.snapshot(target);
  const request = { runId: "r", snapshotId: id, targetPath: target, kind: "private" } as const;
  await using tree = await manager.openWorkingTree(request);
  return walk(tree.root);
}

it.for([
  ["is gone", (path: string) => rmSync(path)],
  ["is cut off", (path: string) => truncateSync(path, 20)],
  ["holds zeros", (path: string) => zeroFill(path)],
] as const)("a snapshot of which the head %s is taken again", async ([, damage]) => {
  const { target, home, heads } = await recorded();
  heads.forEach(damage);
  expect(await makeTree(target, home)).toEqual(walk(target));
});

it("a snapshot of which the head's checksum is another is taken again once that is found out", async () => {
  const { target, home, heads } = await recorded();
  for (const path of heads) {
    const text = readFileSync(path, "utf8");
    writeFileSync(path, `${text.slice(0, -2)}${text.at(-2) === "0" ? "1" : "0"}\n`);
  }
  await expect(makeTree(target, home)).rejects.toThrow(/take a new snapshot$/);
  expect(await makeTree(target, home)).toEqual(walk(target));
});

it.for([
  ["is gone", (path: string) => rmSync(path)],
  ["is cut off", (path: string) => truncateSync(path, 20)],
  ["holds zeros where its contents were", (path: string) => zeroFill(path, 0.9)],
  ["holds zeros where its first contents were", (path: string) => zeroFill(path, 0.2)],
] as const)("what was in a pack that %s is stored again once that is found out", async ([, damage]) => {
  const { target, home, id, packs } = await recorded();
  packs().forEach(damage);
  await expect(makeTree(target, home)).rejects.toThrow(/the next snapshot stores it again$/);
  expect(await makeTree(target, home)).toEqual(walk(target));
  // What was recorded before is whole again as well, and no worse off for a collection.
  const manager = createSandboxManager({ home });
  expect(await manager.verify()).toMatchObject({ damages: [] });
  await manager.prune({ maxBytes: 0, pinned: async () => [id] });
  expect(await manager.verify()).toMatchObject({ snapshots: 1, damages: [] });
});

it("a pressed pack that is damaged is no different", async () => {
  const { target, home, id, manager, packs } = await recorded();
  await manager.prune({ maxBytes: 0, pinned: async () => [id] });
  expect(await makeTree(target, home)).toEqual(walk(target));
  for (const path of packs()) zeroFill(path, 0.3);
  await expect(makeTree(target, home)).rejects.toThrow(/the next snapshot stores it again$/);
  expect(await makeTree(target, home)).toEqual(walk(target));
});

it("a pack of which a part of the index is damaged stays as long as anything is missing, and is named", async () => {
  const { target, home, manager } = workshop(undefined, memory);
  for (let at = 0; at < 300; at += 1) put(target, `files/${at}`, `content ${at} `);
  const { id } = await manager.snapshot(target);
  const pinned = async (): Promise<readonly string[]> => [id];
  const [name = ""] = readdirSync(join(home, "snapshots/packs"));
  const pack = join(home, "snapshots/packs", name);
  const whole = readFileSync(pack);
  const { footerBytes, rowBytes, recordBytes, pageRecords } = packFormat;
  const count = whole.readUInt32BE(whole.length - footerBytes);
  const pages = Math.ceil(count / pageRecords);
  const start = whole.length - footerBytes - pages * rowBytes - count * recordBytes;
  expect(pages).toBe(3);
  for (let page = 0; page < pages; page += 1) {
    const bytes = Buffer.from(whole);
    bytes[start + page * pageRecords * recordBytes] = (bytes[start] ?? 0) ^ 0xff;
    writeFileSync(pack, bytes);
    const later = createSandboxManager({ home });
    const { leftPacks } = await later.prune({ maxBytes: 0, pinned });
    expect(leftPacks).toEqual([{ path: pack, reason: expect.stringContaining("damaged") }]);
    // It cannot be made less, so that there is nothing to go on with.
    expect(await later.keepToQuota({ maxBytes: 0, pinned })).toMatchObject({ goesOn: false });
    expect(readFileSync(pack).equals(bytes)).toBe(true);
  }
});

it("what was in a pack that somebody deletes is stored again, also by who had found it before", async () => {
  const { target, id, manager, packs } = await recorded();
  expect(await manager.readFile(id, "files/3")).not.toBeNull();
  for (const path of packs()) rmSync(path);
  await expect(manager.readFile(id, "files/3")).rejects.toThrow(/the next snapshot stores it again$/);
  await manager.snapshot(target);
  expect(await manager.readFile(id, "files/3")).not.toBeNull();
});

it("the rest of a damaged pack can still be read where there is no other copy", async () => {
  const { target, home, id, manager, packs } = await recorded();
  for (const path of packs()) zeroFill(path, 0.2);
  rmSync(join(target, "files"), { recursive: true });
  expect((await manager.verify()).damages.length).toBeGreaterThan(0);
  const later = createSandboxManager({ home });
  const found = await Promise.allSettled(
    Array.from({ length: 20 }, (_, at) => later.readFile(id, `files/${at}`)),
  );
  expect(new Set(found.map(({ status }) => status))).toEqual(new Set(["fulfilled", "rejected"]));
});

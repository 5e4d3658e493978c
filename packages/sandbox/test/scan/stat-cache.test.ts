import {
  chmodSync,
  mkdirSync,
  readFileSync,
  renameSync,
  rmSync,
  symlinkSync,
  utimesSync,
  writeFileSync,
} from "node:fs";
import { join } from "node:path";
import { expect, it } from "vitest";
import { type SandboxManager, createSandboxManager } from "../../src/index.ts";
import { put } from "../support/scratch.ts";
import { settled } from "../support/settled.ts";
import { walk } from "../support/walk.ts";

it("writes nothing when nothing has changed, in this process and in the next", async () => {
  const { target, home, manager, store } = await settled();
  const first = await manager.snapshot(target);
  const parts = ["packs", "manifests", "stat-cache"].map((name) => join(store, name));
  const before = parts.map((part) => walk(part));
  expect(await manager.snapshot(target)).toEqual(first);
  expect(await createSandboxManager({ home }).snapshot(target)).toEqual(first);
  expect(parts.map((part) => walk(part))).toEqual(before);
});

it("sees every kind of change after a snapshot that found none", async () => {
  const { target, manager } = await settled();
  const ids = [await manager.snapshot(target), await manager.snapshot(target)].map(({ id }) => id);
  const time = new Date("2020-01-01T00:00:00Z");
  const changes: readonly (() => void)[] = [
    () => chmodSync(join(target, "a.txt"), 0o600),
    () => utimesSync(join(target, "folder"), time, time),
    () => chmodSync(join(target, "folder/deep"), 0o700),
    () => mkdirSync(join(target, "empty")),
    () => rmSync(join(target, "link")),
    () => symlinkSync("elsewhere", join(target, "link")),
    () => renameSync(join(target, "folder/b.txt"), join(target, "folder/d.txt")),
    () => writeFileSync(join(target, "ä/ü.txt"), "other"),
    () => rmSync(join(target, "folder"), { recursive: true }),
  ];
  for (const change of changes) {
    change();
    ids.push((await manager.snapshot(target)).id);
  }
  expect(new Set(ids).size).toBe(changes.length + 1);
});

it("is right whatever its cache is damaged by, and reads everything anew where it takes something from there", async () => {
  const { target, home, manager, cacheFile } = await settled();
  const first = await manager.snapshot(target);
  const [name, bytes] = [cacheFile(), readFileSync(cacheFile())];
  put(target, "folder/b.txt", "changed");
  const second = await createSandboxManager({ home: join(home, "other") }).snapshot(target);
  const read: string[] = [];
  const again = (): SandboxManager => createSandboxManager({ home, fault: (point) => read.push(point) });
  for (let at = 0; at < bytes.length; at += at < 64 ? 3 : 23) {
    const damaged = Buffer.from(bytes);
    damaged[at] = (damaged[at] ?? 0) ^ 1;
    writeFileSync(name, damaged);
    read.length = 0;
    expect(await again().snapshot(target), `byte ${at}`).toEqual(second);
    expect(read.length, `byte ${at}`).toBe(4);
  }
  expect(first.id).not.toBe(second.id);
});

it("is right where a page of its cache was never written, though nothing has changed", async () => {
  const { target, home, manager, cacheFile } = await settled();
  const first = await manager.snapshot(target);
  const [name, bytes] = [cacheFile(), readFileSync(cacheFile())];
  const lookAgain = async (from: number, length: number): Promise<void> => {
    writeFileSync(name, Buffer.from(bytes).fill(0, from, Math.min(from + length, bytes.length)));
    expect(await createSandboxManager({ home }).snapshot(target), `from byte ${from}`).toEqual(first);
  };
  for (let at = 0; at < bytes.length; at += 32) await lookAgain(at, 40);
  // Each number of the columns alone.
  for (let at = 512; at < 912; at += 4) await lookAgain(at, 4);
});

it("tells two scans at one time apart", async () => {
  const { target, manager } = await settled();
  const first = await manager.snapshot(target);
  const both = await Promise.all([manager.snapshot(target), manager.snapshot(target)]);
  expect(both).toEqual([first, first]);
  put(target, "a.txt", "changed");
  const changed = await Promise.all([manager.snapshot(target), manager.snapshot(target)]);
  expect(changed[0]?.id).not.toBe(first.id);
  expect(changed[1]).toEqual(changed[0]);
});

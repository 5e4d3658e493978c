import { hash } from "node:crypto";
import { readdirSync, symlinkSync } from "node:fs";
import { join } from "node:path";
import { expect, it } from "vitest";
import { noFaults } from "../../src/disk/fault-hook.ts";
import { isCollectionDue, keepToQuota } from "../../src/store/keep-to-quota.ts";
import { memory, put, workshop } from "../support/scratch.ts";
import { walk } from "../support/walk.ts";
import { SnapshotStore } from "../../src/store/snapshot-store.ts";
import { StoreGate } from "../../src/store/store-gate.ts";

it.for([
  ["little, in few packs", { bytes: 10, packs: 3 }, null, false],
  ["too much", { bytes: 101, packs: 3 }, null, true],
  ["as much as the last one had to leave", { bytes: 1020, packs: 3 }, { bytes: 1000, packs: 3 }, false],
  ["noticeably more than the last one left", { bytes: 1060, packs: 3 }, { bytes: 1000, packs: 3 }, true],
  ["very many packs", { bytes: 10, packs: 257 }, null, true],
  ["not many more packs than the last one left", { bytes: 10, packs: 400 }, { bytes: 10, packs: 200 }, false],
] as const)("with %s, whether a collection is due", ([, now, last, isDue]) => {
  expect(isCollectionDue(now, last, 100)).toBe(isDue);
});

it("deletes what no run needs once snapshots take too much, and not while others use the store", async () => {
  const { target, home, manager } = workshop();
  put(target, "first", "1".repeat(100_000));
  const { id } = await manager.snapshot(target);
  put(target, "second", "2".repeat(100_000));
  const { id: needed } = await manager.snapshot(target);
  const pinned = async (): Promise<readonly string[]> => [needed];
  expect((await manager.keepToQuota({ maxBytes: 1e6, pinned })).collected).toBeNull();
  {
    using _use = await new StoreGate(join(home, "snapshots")).use();
    const busy = await manager.keepToQuota({ maxBytes: 150_000, pinned });
    expect(busy).toMatchObject({ collected: null });
    expect(busy.bytes).toBeGreaterThan(200_000);
  }
  const report = await manager.keepToQuota({ maxBytes: 150_000, pinned });
  expect(report.collected).toMatchObject({ removedSnapshots: [id], keptSnapshots: 1 });
  // What it had to leave is no reason to look through all of it again.
  expect(await manager.keepToQuota({ maxBytes: 150_000, pinned })).toEqual({
    bytes: report.bytes,
    collected: null,
    goesOn: false,
  });
});

it("compresses so much at once, and goes on with it the next time until nothing is left to be", async () => {
  const { target, home, manager } = workshop(undefined, memory);
  const store = new SnapshotStore(join(home, "snapshots"));
  const ids: string[] = [];
  for (const name of ["one", "two", "three"]) {
    put(target, name, `${name} `.repeat(100_000));
    ids.push((await manager.snapshot(target)).id);
  }
  const request = { maxBytes: 0, listPinned: async () => ids, pressBytes: 1, fault: noFaults };
  const pressed = (): number =>
    readdirSync(join(home, "snapshots/packs")).filter((name) => name.endsWith(".zst.pack")).length;
  for (const round of [1, 2, 3]) {
    expect(await keepToQuota(store, request)).toMatchObject({
      collected: { removedSnapshots: [] },
      goesOn: round < 3,
    });
    expect(pressed()).toBe(round);
  }
  expect((await keepToQuota(store, request)).collected).toBeNull();
  expect(await manager.verify()).toMatchObject({ snapshots: 3, damages: [] });
});

it("is not disturbed by packs that another collection deletes after they were listed", async () => {
  const { target, home, manager } = workshop(undefined, memory);
  put(target, "file", "content");
  await manager.snapshot(target);
  const { bytes } = await manager.keepToQuota({ maxBytes: 1e9 });
  // Listed as a pack, and no file when it is looked at.
  symlinkSync(join(home, "gone"), join(home, "snapshots/packs/gone.pack"));
  expect(await manager.keepToQuota({ maxBytes: 1e9 })).toEqual({ bytes, collected: null, goesOn: false });
});

it("asks for nobody's needs to put very many packs together, and deletes nothing", async () => {
  const { target, home, manager } = workshop(undefined, memory);
  const store = new SnapshotStore(join(home, "snapshots"));
  put(target, "file", "content");
  await manager.snapshot(target);
  for (let at = 0; at < 260; at += 1)
    await store.blobs.write(async (pack) => pack.add(hash("sha256", `${at}`, "hex"), Buffer.from(`${at}`)));
  const pinned = (): never => {
    throw new Error("nobody was to be asked");
  };
  const { collected } = await manager.keepToQuota({ maxBytes: 1e9, pinned });
  expect(collected).toMatchObject({ removedSnapshots: [], keptSnapshots: 1 });
  expect(readdirSync(join(home, "snapshots/packs"))).toHaveLength(1);
  expect(await manager.verify()).toMatchObject({ snapshots: 1, damages: [] });
});

it("puts many small packs together, and all that they hold can be brought back", async () => {
  const { target, home, manager } = workshop();
  const packs = join(home, "snapshots/packs");
  for (let at = 0; at < 70; at += 1) {
    put(target, `file-${at}`, `content ${at}`);
    await manager.snapshot(target);
  }
  expect(readdirSync(packs).length).toBeGreaterThan(64);
  const files = walk(target);
  const { id } = await manager.snapshot(target);
  expect(await manager.prune({ maxBytes: 1e9 })).toMatchObject({ removedSnapshots: [], keptSnapshots: 70 });
  expect(readdirSync(packs)).toHaveLength(1);
  put(target, "file-3", "changed");
  await manager.restore({ runId: "r", targetPath: target, snapshotId: id });
  expect(walk(target)).toEqual(files);
  expect(await manager.verify()).toMatchObject({ snapshots: 70, damages: [] });
});

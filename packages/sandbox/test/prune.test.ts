import { readdirSync, utimesSync } from "node:fs";
import { join } from "node:path";
import { expect, it } from "vitest";
import { createSandboxManager } from "../src/index.ts";
import { StoreGate } from "../src/store/store-gate.ts";
import { put, scratch, workshop } from "./support/scratch.ts";
import { walk } from "./support/walk.ts";

const piece = 100_000;

/** Four snapshots of a megabyte, each with contents of its own and some in common with the next; the first is the oldest. */
async function fourSnapshots() {
  const made = workshop();
  const { target, home, manager } = made;
  const states: { readonly id: string; readonly files: Record<string, string> }[] = [];
  for (let state = 0; state < 4; state += 1) {
    for (let file = 0; file < 10; file += 1)
      if (file >= state) put(target, `file-${file}`, Buffer.alloc(piece, `${state} ${file} `));
    const { id } = await manager.snapshot(target);
    const used = new Date(Date.UTC(2020, 0, 1 + state));
    utimesSync(join(home, "snapshots/manifests", id), used, used);
    states.push({ id, files: walk(target) });
  }
  return { ...made, states, ids: states.map(({ id }) => id) };
}

it("gives up the snapshots unused the longest until the rest fits, and the disk is free again", async () => {
  const { target, home, manager, states, ids } = await fourSnapshots();
  const before = await manager.prune({ maxBytes: 10 ** 9 });
  expect(before).toMatchObject({ removedSnapshots: [], keptSnapshots: 4 });
  expect(before.bytesAfter).toBe(before.bytesBefore);
  // The last two share three files.
  const report = await manager.prune({ maxBytes: 19 * piece });
  expect(report).toMatchObject({ removedSnapshots: ids.slice(0, 2), keptSnapshots: 2 });
  expect(report.bytesAfter).toBeLessThan(19 * piece);
  expect(readdirSync(join(home, "snapshots/manifests")).toSorted()).toEqual(ids.slice(2).toSorted());
  for (const { id, files } of states.slice(2)) {
    expect((await manager.restore({ runId: "r", targetPath: target, snapshotId: id })).verified).toBe(true);
    expect(walk(target)).toEqual(files);
  }
  await expect(manager.changeSet(ids[0] ?? "", ids[1] ?? "")).rejects.toThrow(/there is no snapshot/);
});

it("keeps what is pinned and what open trees come from, whatever it takes", async () => {
  const { target, manager, ids } = await fourSnapshots();
  const [pinned = "", open = ""] = ids;
  await using tree = await manager.openWorkingTree({
    runId: "r",
    snapshotId: open,
    targetPath: target,
    kind: "private",
  });
  put(tree.root, "made-in-the-tree", "checkpoint");
  const checkpoint = await tree.snapshot();
  const { removedSnapshots } = await manager.prune({
    maxBytes: 0,
    pinned: async () => [pinned, "0".repeat(64)],
  });
  expect(removedSnapshots.toSorted()).toEqual(ids.slice(2).toSorted());
  for (const id of [open, checkpoint.id]) expect((await tree.restore(id)).verified).toBe(true);
  expect(await manager.readFile(pinned, "file-3")).not.toBeNull();
});

it("keeps what an open tree's states were put together to, until the tree is closed", async () => {
  const { target, manager, ids } = await fourSnapshots();
  const [, , , open = ""] = ids;
  const tree = await manager.openWorkingTree({
    runId: "r",
    snapshotId: open,
    targetPath: target,
    kind: "private",
  });
  put(tree.root, "kept", "1");
  put(tree.root, "left-behind", "2");
  const present = await tree.snapshot();
  const candidate = await manager.overlay(open, { snapshotId: present.id, paths: ["kept"] });
  await manager.prune({ maxBytes: 0 });
  const { changes } = await manager.changeSet(open, candidate.id);
  expect(changes.map(({ path }) => path)).toEqual(["kept"]);
  expect((await tree.restore(candidate.id)).verified).toBe(true);
  await tree[Symbol.asyncDispose]();
  expect((await manager.prune({ maxBytes: 0 })).removedSnapshots).toContain(candidate.id);
});

it("lets other processes find out that what they knew is gone, and store it again", async () => {
  const { target, home, manager, ids } = await fourSnapshots();
  const other = createSandboxManager({ home });
  const last = await other.snapshot(target);
  expect(last.id).toBe(ids[3]);
  await manager.prune({ maxBytes: 0 });
  expect(await other.snapshot(target)).toEqual(last);
  expect(await other.readFile(last.id, "file-9")).toHaveLength(piece);
  expect(await manager.readFile(last.id, "file-9")).toHaveLength(piece);
});

it("waits for who uses the store, makes others wait, and passes over the dead", async () => {
  const store = scratch();
  const gate = new StoreGate(store);
  put(store, "users/999999999.1.dead.x", "");
  put(store, "collectors/999999999.1.dead.x", "");
  const first = await gate.use();
  const second = await gate.use();
  expect(await gate.collect(50)).toBeNull();
  first[Symbol.dispose]();
  const collecting = gate.collect(10_000);
  second[Symbol.dispose]();
  const alone = await collecting;
  expect(alone).not.toBeNull();
  let entered = false;
  const enter = async (): Promise<void> => {
    using _use = await gate.use();
    entered = true;
  };
  const waiting = enter();
  expect(await gate.collect(100)).toBeNull();
  expect(entered).toBe(false);
  alone?.[Symbol.dispose]();
  await waiting;
  expect(readdirSync(join(store, "users"))).toEqual([]);
});

it("lets several collect one after the other", async () => {
  const folder = scratch();
  const gates = Array.from({ length: 5 }, () => new StoreGate(folder));
  let inside = 0;
  const collect = async (gate: StoreGate): Promise<number> => {
    using alone = await gate.collect(20_000);
    expect(alone).not.toBeNull();
    inside += 1;
    const together = inside;
    await new Promise(setImmediate);
    inside -= 1;
    return together;
  };
  expect(await Promise.all(gates.map(collect))).toEqual([1, 1, 1, 1, 1]);
});

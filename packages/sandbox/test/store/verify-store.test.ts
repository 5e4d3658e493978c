import { readFileSync, readdirSync, rmSync, truncateSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { expect, it } from "vitest";
import { KimiError } from "@kimi/contracts";
import { createSandboxManager } from "../../src/index.ts";
import { put, scratch, workshop } from "../support/scratch.ts";
import { walk } from "../support/walk.ts";

/** A store with two snapshots that share a file; the target is in the second state. */
async function twoSnapshots() {
  const shop = workshop();
  const { target, manager } = shop;
  put(target, "shared.txt", "in both ".repeat(2000));
  put(target, "folder/first.txt", "in the first ".repeat(500));
  const first = await manager.snapshot(target);
  const before = walk(target);
  rmSync(join(target, "folder/first.txt"));
  put(target, "folder/second.txt", "in the second ".repeat(500));
  const second = await manager.snapshot(target);
  return { ...shop, first: first.id, second: second.id, before, store: join(shop.home, "snapshots") };
}

it("finds nothing wrong with a store as it was written", async () => {
  const { manager } = await twoSnapshots();
  expect(await manager.verify()).toMatchObject({ snapshots: 2, damages: [] });
});

it("names each snapshot that a lost pack belongs to", async () => {
  const { home, store, first, second } = await twoSnapshots();
  for (const name of readdirSync(join(store, "packs"))) rmSync(join(store, "packs", name));
  const { damages, snapshots } = await createSandboxManager({ home }).verify();
  expect(snapshots).toBe(2);
  expect(new Set(damages.map(({ snapshotId }) => snapshotId))).toEqual(new Set([first, second]));
});

it("misses snapshots that are needed and not there", async () => {
  const { home, store, first, second } = await twoSnapshots();
  rmSync(join(store, "manifests", first));
  const needed = async () => [first, second, first];
  const report = await createSandboxManager({ home }).verify({ needed });
  expect(report).toMatchObject({ snapshots: 1, damages: [], missing: [first] });
});

it("says of a damaged manifest that it is one, and the rest can be read and collected all the same", async () => {
  const { home, store, first, second } = await twoSnapshots();
  truncateSync(join(store, "manifests", first), 20);
  const manager = createSandboxManager({ home });
  const { damages } = await manager.verify();
  expect(damages).toEqual([{ snapshotId: first, path: null, reason: expect.stringContaining("is damaged") }]);
  const kept = await manager.prune({ maxBytes: 1e9, pinned: async () => [first] });
  expect(kept).toMatchObject({ removedSnapshots: [], keptSnapshots: 2 });
  expect(kept.leftPacks[0]?.reason).toContain(first);
  expect(await manager.prune({ maxBytes: 1e9 })).toMatchObject({ removedSnapshots: [first], leftPacks: [] });
  expect(await manager.verify()).toMatchObject({ snapshots: 1, damages: [] });
  expect(String(await manager.readFile(second, "folder/second.txt"))).toContain("in the second");
});

it("notices a changed byte wherever it counts: what is restored is right, or named, or refused", async () => {
  const { home, store, first, before } = await twoSnapshots();
  const files = ["packs", "manifests"].flatMap((folder) =>
    readdirSync(join(store, folder)).map((name) => join(store, folder, name)),
  );
  const outcomes = new Set<string>();
  for (const [file, part] of files.flatMap((each) => [0, 1, 3, 5].map((at) => [each, at] as const))) {
    const bytes = readFileSync(file);
    const changed = Buffer.from(bytes);
    const at = Math.floor((part * (bytes.length - 1)) / 5);
    changed[at] = (changed[at] ?? 0) ^ 0x40;
    writeFileSync(file, changed);
    const target = scratch();
    const manager = createSandboxManager({ home });
    const { damages } = await manager.verify();
    const outcome = await manager.restore({ runId: "run", targetPath: target, snapshotId: first }).then(
      ({ verified }) => (verified ? "right" : "named"),
      (error: unknown) => (error instanceof KimiError ? `refused: ${error.code}` : error),
    );
    writeFileSync(file, bytes);
    const isRight = JSON.stringify(walk(target)) === JSON.stringify(before);
    outcomes.add(
      `${String(outcome)}, ${isRight ? "whole" : "not whole"}, ${damages.length > 0 ? "found" : "not found"}`,
    );
  }
  // Damage to what only the other snapshot needs is found, and does not keep this one from being restored.
  const allowed = [
    "right, whole, found",
    "right, whole, not found",
    "named, not whole, found",
    "refused: workspace, not whole, found",
  ];
  expect([...outcomes].filter((one) => !allowed.includes(one))).toEqual([]);
  expect(outcomes.size).toBeGreaterThan(2);
});

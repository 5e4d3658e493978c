import { execFileSync } from "node:child_process";
import { rmSync, statSync, truncateSync } from "node:fs";
import { join } from "node:path";
import { expect, it } from "vitest";
import { memory, put, workshop } from "./support/scratch.ts";
import { walk } from "./support/walk.ts";
import { writeWithHoles } from "./support/write-with-holes.ts";

const image = Buffer.alloc(4_000_000);
image.write("at the start", 0);
image.write("in the middle", 2_000_000);

it("keeps holes through restore, private trees and apply, without taking the disk for them", async () => {
  const { target, manager } = workshop(undefined, memory);
  writeWithHoles(join(target, "disk.img"), image, true);
  const taken = statSync(join(target, "disk.img")).blocks;
  const before = walk(target);
  const from = await manager.snapshot(target);
  const request = { runId: "run", snapshotId: from.id, targetPath: target, kind: "private" } as const;
  await using tree = await manager.openWorkingTree(request);
  expect(statSync(join(tree.root, "disk.img")).blocks).toBe(taken);
  rmSync(join(target, "disk.img"));
  await manager.restore({ runId: "run", targetPath: target, snapshotId: from.id });
  expect(walk(target)).toEqual(before);
  truncateSync(join(tree.root, "disk.img"), 8_000_000);
  const to = await tree.snapshot();
  await manager.apply({
    runId: "run",
    targetPath: target,
    changeSet: await manager.changeSet(from.id, to.id),
  });
  expect(statSync(join(target, "disk.img"))).toMatchObject({ blocks: taken, size: 8_000_000 });
});

it("brings holes back where a run has filled them, and fills those that it has made", async () => {
  const { target, manager } = workshop(undefined, memory);
  writeWithHoles(join(target, "sparse"), image, true);
  writeWithHoles(join(target, "dense"), image, false);
  const before = walk(target);
  const { id } = await manager.snapshot(target);
  writeWithHoles(join(target, "sparse"), image, false);
  execFileSync("fallocate", ["--dig-holes", join(target, "dense")]);
  const changed = await manager.snapshot(target);
  // No difference that a change set would tell of.
  expect((await manager.changeSet(id, changed.id)).changes).toEqual([]);
  const report = await manager.restore({ runId: "run", targetPath: target, snapshotId: id });
  expect(report.restored).toEqual(["dense", "sparse"]);
  expect(walk(target)).toEqual(before);
});

it("records a small file as what it is", async () => {
  const { target, manager } = workshop(undefined, memory);
  put(target, "small", "\0\0\0");
  put(target, "empty", "");
  const before = walk(target);
  const { id } = await manager.snapshot(target);
  rmSync(join(target, "small"));
  await manager.restore({ runId: "run", targetPath: target, snapshotId: id });
  expect(walk(target)).toEqual(before);
});

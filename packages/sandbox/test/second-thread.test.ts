import { appendFileSync } from "node:fs";
import { join } from "node:path";
import { expect, it } from "vitest";
import { createSandboxManager } from "../src/index.ts";
import { put, scratch } from "./support/scratch.ts";
import { walk } from "./support/walk.ts";

/** More files than one thread is given, some of them alike, some empty, one large. */
function manyFiles(target: string): void {
  for (let at = 0; at < 1500; at += 1) {
    const content = at % 7 === 0 ? "" : `content ${at % 5 === 0 ? "alike" : at}\n`.repeat(at % 50);
    put(target, `folder-${at % 40}/deep/file-${at}.txt`, content, at % 3 === 0 ? 0o600 : 0o644);
  }
  put(target, "large.bin", Buffer.alloc(3_000_000, "x"));
}

it("records many files alike in two threads and in one, and makes them anew in both", async () => {
  const folder = scratch();
  const target = join(folder, "target");
  manyFiles(target);
  const manager = createSandboxManager({ home: join(folder, "home") });
  const snapshot = await manager.snapshot(target);
  // Whoever counts on faults gets one thread.
  const alone = createSandboxManager({ home: join(folder, "alone"), fault: () => undefined });
  expect(await alone.snapshot(target)).toEqual(snapshot);
  expect(await manager.verify()).toMatchObject({ damages: [] });
  const request = { runId: "run", snapshotId: snapshot.id, targetPath: target, kind: "private" } as const;
  await using tree = await manager.openWorkingTree(request);
  expect(walk(tree.root)).toEqual(walk(target));
  expect(await tree.snapshot()).toEqual(snapshot);
});

it("records what is there in the end of files that are written to all the while", async () => {
  const folder = scratch();
  const target = join(folder, "target");
  manyFiles(target);
  const manager = createSandboxManager({ home: join(folder, "home") });
  const snapshotting = manager.snapshot(target);
  for (let at = 0; at < 1500; at += 30)
    appendFileSync(join(target, `folder-${at % 40}/deep/file-${at}.txt`), "more\n");
  await snapshotting;
  const { id } = await manager.snapshot(target);
  expect(await createSandboxManager({ home: join(folder, "other") }).snapshot(target)).toMatchObject({ id });
});

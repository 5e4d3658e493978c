import { chmodSync, linkSync, mkdirSync } from "node:fs";
import { join } from "node:path";
import { expect, it } from "vitest";
import { BlobStore } from "../../src/store/blob-store.ts";
import { SnapshotStore } from "../../src/store/snapshot-store.ts";
import { planFiles, tableOf } from "../../src/tree/planned-files.ts";
import { readPlan } from "../../src/tree/read-plan.ts";
import { isSeen } from "../../src/tree/tree-plan.ts";
import { stopWriting, writePieces } from "../../src/tree/write-pieces.ts";
import { put, workshop } from "../support/scratch.ts";
import { walk } from "../support/walk.ts";

/** A target of a few pieces' files, its plan as another thread gets it, and an empty place with its folders. */
async function planned() {
  const { target, home, manager } = workshop();
  for (let at = 0; at < 200; at += 1)
    put(target, `folder-${at % 3}/file-${at}`, `${at}`, at % 2 ? 0o600 : 0o666);
  put(target, "folder-1/\u00e9.txt");
  chmodSync(join(target, "folder-1/\u00e9.txt"), 0o2777);
  linkSync(join(target, "folder-0/file-0"), join(target, "folder-0/name"));
  const { id } = await manager.snapshot(target);
  const { blobs } = new SnapshotStore(join(home, "snapshots"));
  const { table } = readPlan(id, (hash) => blobs.read(hash));
  const root = join(home, "made");
  for (let at = 0; at < 3; at += 1) mkdirSync(join(root, `folder-${at}`), { recursive: true });
  const files = planFiles({ root, packs: join(home, "snapshots/packs"), twin: null, table });
  const write = function* (end: "front" | "back"): Generator<void> {
    const there = structuredClone(files);
    using source = new BlobStore(there.packs).openReader("checksums");
    yield* writePieces(there, tableOf(there), source, end);
  };
  return { target, root, table, files, write };
}

it("writes all files from either end of what another thread is given, and tells how they look", async () => {
  const { target, root, table, write } = await planned();
  const [front, back] = [write("front"), write("back")];
  front.next();
  back.next();
  for (const _ of back) front.next();
  const { "folder-0/name": _, ...expected } = walk(target, { times: false });
  const shown = (record: Record<string, string>): unknown =>
    Object.fromEntries(Object.entries(record).map(([path, text]) => [path, text.replace(/ = .*/, "")]));
  expect(shown(walk(root, { times: false }))).toEqual(shown(expected));
  const unseen = Array.from({ length: table.count }, (_each, at) => at).filter((at) => !isSeen(table, at));
  expect(unseen.map((at) => table.path(at))).toEqual(["folder-0", "folder-0/name", "folder-1", "folder-2"]);
});

it("leaves the rest to nobody once it is stopped", async () => {
  const { files, table, write } = await planned();
  const front = write("front");
  front.next();
  stopWriting(files);
  expect(front.next().done).toBe(true);
  expect([...write("back")]).toEqual([]);
  const written = Array.from({ length: table.count }, (_, at) => at).filter((at) => isSeen(table, at));
  expect(written.length).toBeLessThan(100);
  expect(written.length).toBeGreaterThan(50);
});

import { readdirSync } from "node:fs";
import { join } from "node:path";
import { expect, it } from "vitest";
import { StatCache } from "../../src/scan/stat-cache.ts";
import { scanTree } from "../../src/scan/scan-tree.ts";
import { hashesOnly } from "../../src/store/content-sink.ts";
import { FolderHandle } from "../../src/disk/folder-handle.ts";
import { OpenTwin, findTwin } from "../../src/tree/twin.ts";
import { memory, put, scratch } from "../support/scratch.ts";

it("leaves nothing behind where the disk cannot share, so that the file is written", async () => {
  // Kept in memory: no file system of this kind shares.
  const folder = scratch(memory);
  put(folder, "target/large", Buffer.alloc(100_000, "x"));
  put(folder, "tree/.keep", "");
  const target = join(folder, "target");
  const { table } = await scanTree(target, { cache: new StatCache(), sink: hashesOnly });
  expect(findTwin(target, table, join(folder, "tree"))).toBeNull();
  const { summaries: _, ...columns } = table.columns;
  using twin = new OpenTwin({ root: target, columns });
  using place = FolderHandle.open(join(folder, "tree"));
  expect(twin.cloneTo(place, table.entry(0), 0)).toBeNull();
  expect(readdirSync(join(folder, "tree"))).toEqual([".keep"]);
});

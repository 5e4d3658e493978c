import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { expect, test } from "vitest";
import { packFormat } from "../../src/store/pack-index.ts";
import { SnapshotStore } from "../../src/store/snapshot-store.ts";

test("of a store whose packs are of another version nothing is taken for granted", () => {
  const folder = mkdtempSync(join(tmpdir(), "kimi-store-"));
  try {
    const store = new SnapshotStore(folder);
    writeFileSync(join(folder, "generation"), "3b1f8bb2-8d8e-4b0f-9a2c-2f3d6f1a7c55");
    const generation = store.readGeneration();
    expect(generation).not.toBe("3b1f8bb2-8d8e-4b0f-9a2c-2f3d6f1a7c55");
    expect(store.readGeneration()).toBe(generation);
    expect(generation.startsWith(packFormat.magic.toString())).toBe(true);
  } finally {
    rmSync(folder, { recursive: true });
  }
});

test("a store on a full disk can be read, and takes nothing for granted", async () => {
  const folder = mkdtempSync(join(tmpdir(), "kimi-store-"));
  try {
    const store = new SnapshotStore(folder);
    // In the way of what would be written.
    mkdirSync(join(folder, `generation.${process.pid}.tmp`));
    expect(await store.use(async () => store.listIds())).toEqual([]);
    expect(store.readGeneration()).not.toBe(store.readGeneration());
  } finally {
    rmSync(folder, { recursive: true });
  }
});

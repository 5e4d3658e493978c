import { mkdirSync, rmdirSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { expect, it } from "vitest";
import { DamagedPacks } from "../../src/store/damaged-packs.ts";
import { scratch } from "../support/scratch.ts";

function knownTo(folder: string): DamagedPacks {
  const packs = new DamagedPacks(folder);
  packs.refresh();
  return packs;
}

it("tells other processes which packs are damaged", () => {
  const folder = scratch();
  const packs = new DamagedPacks(folder);
  for (const name of ["a.pack", "b.pack", "a.pack"]) packs.add(join(folder, name));
  const others = knownTo(folder);
  expect(["a.pack", "b.pack", "c.pack"].map((name) => others.has(name))).toEqual([true, true, false]);
});

it("tells them once the disk takes it, where it was full when that was found out", () => {
  const folder = scratch();
  const packs = new DamagedPacks(folder);
  // In the way of what would be written.
  mkdirSync(join(folder, "damaged"));
  packs.add(join(folder, "a.pack"));
  expect(packs.has("a.pack")).toBe(true);
  rmdirSync(join(folder, "damaged"));
  expect(knownTo(folder).has("a.pack")).toBe(false);
  packs.refresh();
  expect(knownTo(folder).has("a.pack")).toBe(true);
});

it("tells them behind what was written in part", () => {
  const folder = scratch();
  writeFileSync(join(folder, "damaged"), "cut o");
  new DamagedPacks(folder).add(join(folder, "a.pack"));
  expect(knownTo(folder).has("a.pack")).toBe(true);
});

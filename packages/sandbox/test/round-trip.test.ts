import { execFileSync } from "node:child_process";
import { mkdirSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import * as fc from "fast-check";
import { expect, it } from "vitest";
import { arbitraryTree } from "./support/arbitrary-tree.ts";
import { inspect } from "./support/inspect.ts";
import { plant } from "./support/plant.ts";
import {
  checkApply,
  checkOverlay,
  checkPrivateTree,
  checkRestore,
  checkUndo,
  createFailure,
} from "./support/round-trip-properties.ts";
import { git, memory, workshop } from "./support/scratch.ts";

const runs = { numRuns: 15 };

const inMemory = () => workshop(undefined, memory);

it("restores any tree to any snapshot exactly", async () => {
  await expect(checkRestore(inMemory(), runs)).resolves.toBeUndefined();
});

it("applies the difference of any two trees to the one and gets the other", async () => {
  await expect(checkApply(inMemory(), runs)).resolves.toBeUndefined();
});

it("makes a private tree that equals its snapshot, and restores it like a target", async () => {
  await expect(checkPrivateTree(inMemory(), { numRuns: 8 })).resolves.toBeUndefined();
});

it("records of two snapshots what a private tree made of both is", async () => {
  await expect(checkOverlay(inMemory(), { numRuns: 12 })).resolves.toBeUndefined();
});

it("leaves any tree exactly as it was when the disk fails midway", async () => {
  const { failAt, fault } = createFailure();
  await expect(checkUndo({ ...workshop(fault, memory), failAt }, runs)).resolves.toBeUndefined();
});

it("renders a patch with which git makes of one tree the other, as far as git can represent it", async () => {
  const { target, manager } = inMemory();
  await fc.assert(
    fc.asyncProperty(arbitraryTree, arbitraryTree, async (a, b) => {
      plant(target, b);
      const wanted = asGitSeesIt(target);
      const to = await manager.snapshot(target);
      plant(target, a);
      const from = await manager.snapshot(target);
      const patch = await manager.renderPatch(await manager.changeSet(from.id, to.id));
      // Git knows neither, and does not clear them out of the way.
      execFileSync("find", [
        target,
        "-mindepth",
        "1",
        "-depth",
        "(",
        "-type",
        "p",
        "-o",
        "-type",
        "d",
        "-empty",
        ")",
        "-delete",
      ]);
      mkdirSync(join(target, ".git"));
      git(target, "init", "-q");
      const file = join(target, ".git/changes.patch");
      writeFileSync(file, patch);
      if (patch !== "") git(target, "apply", "--whitespace=nowarn", file);
      expect(asGitSeesIt(target)).toEqual(wanted);
    }),
    runs,
  );
});

/** Files and links with content and whether they are executable. */
function asGitSeesIt(root: string): Record<string, string> {
  return Object.fromEntries(
    [...inspect(root)]
      .filter(([, { type }]) => type === "file" || type === "link")
      .map(([path, { type, mode, content }]) => [
        path,
        `${type} ${type === "link" || (Number.parseInt(mode, 8) & 0o100) !== 0} ${content}`,
      ]),
  );
}

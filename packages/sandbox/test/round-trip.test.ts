import { execFileSync } from "node:child_process";
import { mkdirSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import * as fc from "fast-check";
import { expect, it } from "vitest";
import { arbitraryTree, plant } from "./support/arbitrary-tree.ts";
import { git, workshop } from "./support/scratch.ts";
import { walk } from "./support/walk.ts";

const runs = { numRuns: 60 };

it("restores any tree to any snapshot exactly", async () => {
  const { target, manager } = workshop();
  await fc.assert(
    fc.asyncProperty(arbitraryTree, arbitraryTree, async (a, b) => {
      plant(target, a);
      const wanted = walk(target);
      const { id } = await manager.snapshot(target);
      plant(target, b);
      const report = await manager.restore({ runId: "run", targetPath: target, snapshotId: id });
      expect(report.differences).toEqual([]);
      expect(walk(target)).toEqual(wanted);
      expect((await manager.snapshot(target)).id).toBe(id);
    }),
    runs,
  );
});

it("applies the difference of any two trees to the one and gets the other", async () => {
  const { target, manager } = workshop();
  await fc.assert(
    fc.asyncProperty(arbitraryTree, arbitraryTree, async (a, b) => {
      plant(target, b);
      const wanted = walk(target, { times: false });
      const to = await manager.snapshot(target);
      plant(target, a);
      const from = await manager.snapshot(target);
      const changeSet = await manager.changeSet(from.id, to.id);
      const report = await manager.apply({ runId: "run", targetPath: target, changeSet });
      expect(report.conflicts).toEqual([]);
      expect(walk(target, { times: false })).toEqual(wanted);
      expect((await manager.snapshot(target)).treeHash).toBe(to.treeHash);
    }),
    runs,
  );
});

it("makes a private tree that equals its snapshot, and restores it like a target", async () => {
  const { target, manager } = workshop();
  await fc.assert(
    fc.asyncProperty(arbitraryTree, arbitraryTree, async (a, b) => {
      plant(target, a);
      const wanted = walk(target);
      const { id } = await manager.snapshot(target);
      await using tree = await manager.openWorkingTree({
        runId: "run",
        snapshotId: id,
        targetPath: target,
        kind: "private",
      });
      expect(walk(tree.root)).toEqual(wanted);
      expect((await tree.snapshot()).id).toBe(id);
      plant(tree.root, b);
      expect((await tree.restore(id)).differences).toEqual([]);
      expect(walk(tree.root)).toEqual(wanted);
      expect(walk(target)).toEqual(wanted);
    }),
    { numRuns: 30 },
  );
});

it("renders a patch with which git makes of one tree the other, as far as git can represent it", async () => {
  const { target, manager } = workshop();
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
    Object.entries(walk(root, { times: false }))
      .filter(([, entry]) => !entry.startsWith("folder") && !entry.startsWith("fifo"))
      .map(([path, entry]) => [
        path,
        entry.replace(/^file ([0-7]+)/, (_, mode: string) => `file ${Number.parseInt(mode, 8) & 0o100}`),
      ]),
  );
}

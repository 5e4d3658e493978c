import { chmodSync, existsSync, mkdirSync, readFileSync, readdirSync, rmSync, symlinkSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, it } from "vitest";
import type { ChangeSet } from "@kimi/contracts";
import type { SandboxManager } from "../src/index.ts";
import { put, workshop } from "./support/scratch.ts";
import { walk } from "./support/walk.ts";

/** The change set of what `change` does to a private copy of the target. */
async function workedOut(
  manager: SandboxManager,
  target: string,
  change: (root: string) => void,
): Promise<ChangeSet> {
  const baseline = await manager.snapshot(target);
  await using tree = await manager.openWorkingTree({
    runId: "run",
    snapshotId: baseline.id,
    targetPath: target,
    kind: "private",
  });
  change(tree.root);
  const final = await tree.snapshot();
  return await manager.changeSet(baseline.id, final.id);
}

describe("applying a change set", () => {
  it("makes the target what the working tree was", async () => {
    const { target, manager } = workshop();
    put(target, "edited.txt", "old\n");
    put(target, "removed/file.txt");
    put(target, "becomes-folder");
    put(target, "becomes-file/inner.txt");
    put(target, "untouched.txt");
    let wanted: unknown;
    const changeSet = await workedOut(manager, target, (root) => {
      put(root, "edited.txt", "new\n");
      rmSync(join(root, "removed"), { recursive: true });
      rmSync(join(root, "becomes-folder"));
      put(root, "becomes-folder/inner.txt");
      rmSync(join(root, "becomes-file"), { recursive: true });
      put(root, "becomes-file");
      put(root, "added/deep/file.sh", "#!/bin/sh\n", 0o755);
      symlinkSync("../edited.txt", join(root, "added/link"));
      mkdirSync(join(root, "added/empty"));
      wanted = walk(root, { times: false });
    });
    const report = await manager.apply({ runId: "run", targetPath: target, changeSet });
    expect(report.conflicts).toEqual([]);
    expect(report.applied).toEqual(changeSet.changes.map(({ path }) => path));
    expect(walk(target, { times: false })).toEqual(wanted);
    expect(readdirSync(join(target, ".kimi_agent/staging"))).toEqual([]);
    expect((await manager.snapshot(target)).treeHash).not.toBe(changeSet.from);
  });

  it("names the kinds of change", async () => {
    const { target, manager } = workshop();
    put(target, "content.txt", "old");
    put(target, "mode.txt");
    put(target, "type.txt");
    put(target, "gone.txt");
    const { changes } = await workedOut(manager, target, (root) => {
      put(root, "content.txt", "new");
      chmodSync(join(root, "mode.txt"), 0o755);
      rmSync(join(root, "type.txt"));
      symlinkSync("mode.txt", join(root, "type.txt"));
      rmSync(join(root, "gone.txt"));
      put(root, "come.txt");
    });
    expect(changes.map(({ path, kind }) => [path, kind])).toEqual([
      ["come.txt", "added"],
      ["content.txt", "modified"],
      ["gone.txt", "removed"],
      ["mode.txt", "mode-changed"],
      ["type.txt", "type-changed"],
    ]);
  });

  it("writes nothing when the user changed one of the paths, and keeps and names both versions", async () => {
    const { target, home, manager } = workshop();
    put(target, "both.txt", "baseline");
    put(target, "only-ours.txt", "baseline");
    put(target, "removed-by-us.txt", "baseline");
    const changeSet = await workedOut(manager, target, (root) => {
      put(root, "both.txt", "ours");
      put(root, "only-ours.txt", "ours");
      put(root, "added/by-both.txt", "ours");
      rmSync(join(root, "removed-by-us.txt"));
    });
    put(target, "both.txt", "theirs");
    put(target, "added/by-both.txt", "theirs");
    put(target, "removed-by-us.txt", "edited by them");
    const theirs = walk(target);
    const report = await manager.apply({ runId: "run-7", targetPath: target, changeSet });
    expect(report.applied).toEqual([]);
    expect(report.conflicts).toEqual([
      {
        path: "added/by-both.txt",
        reason: "was added since the run began",
        keptAt: join(home, "conflicts/run-7/added/by-both.txt"),
      },
      {
        path: "both.txt",
        reason: "was changed since the run began",
        keptAt: join(home, "conflicts/run-7/both.txt"),
      },
      { path: "removed-by-us.txt", reason: "was changed since the run began", keptAt: null },
    ]);
    expect(walk(target)).toEqual(theirs);
    expect(readFileSync(join(home, "conflicts/run-7/both.txt"), "utf8")).toBe("ours");
    expect(readFileSync(join(home, "conflicts/run-7/added/by-both.txt"), "utf8")).toBe("ours");
  });

  it("takes what the user changed in just the same way for applied", async () => {
    const { target, manager } = workshop();
    put(target, "same.txt", "old");
    const changeSet = await workedOut(manager, target, (root) => {
      put(root, "same.txt", "new");
      put(root, "more.txt", "new");
    });
    put(target, "same.txt", "new");
    const report = await manager.apply({ runId: "run", targetPath: target, changeSet });
    expect(report).toEqual({ applied: ["more.txt"], conflicts: [] });
  });

  it("does not remove a folder into which the user has put something", async () => {
    const { target, manager } = workshop();
    put(target, "folder/old.txt");
    const changeSet = await workedOut(manager, target, (root) =>
      rmSync(join(root, "folder"), { recursive: true }),
    );
    put(target, "folder/new.txt");
    const report = await manager.apply({ runId: "run", targetPath: target, changeSet });
    expect(report.conflicts).toEqual([
      { path: "folder", reason: 'to be removed, but it holds "new.txt", which is new', keptAt: null },
    ]);
    expect(existsSync(join(target, "folder/old.txt"))).toBe(true);
  });

  it("undoes what it has written when a path changes while it is at work", async () => {
    let interfere = (): void => undefined;
    const { target, manager } = workshop((point) => {
      if (point === "step put c.txt") interfere();
    });
    for (const name of ["a.txt", "b.txt", "c.txt"]) put(target, name, "old");
    const changeSet = await workedOut(manager, target, (root) => {
      rmSync(join(root, "a.txt"));
      put(root, "b.txt", "new");
      put(root, "c.txt", "new");
      put(root, "made/d.txt", "new");
    });
    interfere = () => put(target, "c.txt", "theirs, at the last moment");
    const report = await manager.apply({ runId: "run", targetPath: target, changeSet });
    expect(report.applied).toEqual([]);
    expect(report.conflicts.map(({ path }) => path)).toEqual(["c.txt"]);
    expect(readdirSync(target).toSorted()).toEqual([".kimi_agent", "a.txt", "b.txt", "c.txt"]);
    expect(["a.txt", "b.txt", "c.txt"].map((name) => readFileSync(join(target, name), "utf8"))).toEqual([
      "old",
      "old",
      "theirs, at the last moment",
    ]);
  });

  it("is undone by applying the opposite change set", async () => {
    const { target, manager } = workshop();
    put(target, "a.txt", "old");
    const before = walk(target, { times: false });
    const changeSet = await workedOut(manager, target, (root) => {
      put(root, "a.txt", "new");
      put(root, "b/c.txt");
    });
    await manager.apply({ runId: "run", targetPath: target, changeSet });
    const opposite = await manager.changeSet(changeSet.to, changeSet.from);
    await manager.apply({ runId: "run", targetPath: target, changeSet: opposite });
    expect(walk(target, { times: false })).toEqual(before);
  });
});

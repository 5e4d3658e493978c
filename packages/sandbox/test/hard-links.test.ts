import {
  appendFileSync,
  chmodSync,
  linkSync,
  mkdirSync,
  readFileSync,
  rmSync,
  statSync,
  symlinkSync,
  utimesSync,
  writeFileSync,
} from "node:fs";
import { join } from "node:path";
import { describe, expect, it } from "vitest";
import { memory, put, workshop } from "./support/scratch.ts";
import { walk } from "./support/walk.ts";

const restoring = { runId: "run" } as const;

/** Three names of one file, in two folders, and a file beside them. */
function populate(target: string): void {
  put(target, "lib/a.txt", "shared\n");
  mkdirSync(join(target, "other"));
  linkSync(join(target, "lib/a.txt"), join(target, "lib/b.txt"));
  linkSync(join(target, "lib/a.txt"), join(target, "other/c.txt"));
  put(target, "plain.txt", "shared\n");
  symlinkSync("nowhere", join(target, "link"));
  linkSync(join(target, "link"), join(target, "other/same-link"));
}

function inode(...path: readonly string[]): number {
  return statSync(join(...path)).ino;
}

describe("hard links", () => {
  it("are one file again after a restore, however they were parted", async () => {
    const { target, manager } = workshop(undefined, memory);
    populate(target);
    const before = walk(target);
    const { id } = await manager.snapshot(target);
    rmSync(join(target, "lib/b.txt"));
    put(target, "lib/b.txt", "shared\n");
    rmSync(join(target, "other"), { recursive: true });
    const report = await manager.restore({ ...restoring, targetPath: target, snapshotId: id });
    expect(report.differences).toEqual([]);
    expect(walk(target)).toEqual(before);
    expect(inode(target, "lib/a.txt")).not.toBe(inode(target, "plain.txt"));
  });

  it("are joined again with a name in a folder where nothing has changed", async () => {
    const { target, manager } = workshop(undefined, memory);
    put(target, "lib/a.txt", "shared\n");
    mkdirSync(join(target, "other"));
    linkSync(join(target, "lib/a.txt"), join(target, "other/c.txt"));
    const before = walk(target);
    const settle = (path: string) =>
      // What was changed just now is read again in any case.
      expect
        .poll(() => Date.now() - statSync(join(target, path)).ctimeMs, { interval: 20 })
        .toBeGreaterThan(60);
    await settle("other");
    const { id } = await manager.snapshot(target);
    const { atimeMs, mtimeMs } = statSync(join(target, "lib/a.txt"));
    rmSync(join(target, "other/c.txt"));
    put(target, "other/c.txt", "shared\n");
    utimesSync(join(target, "other/c.txt"), atimeMs / 1000, mtimeMs / 1000);
    await settle("other/c.txt");
    await manager.snapshot(target);
    const report = await manager.restore({ ...restoring, targetPath: target, snapshotId: id });
    expect(report.differences).toEqual([]);
    expect(walk(target)).toEqual(before);
  });

  it("stay with a name in a folder where nothing changes while something else does", async () => {
    const { target, manager } = workshop(undefined, memory);
    put(target, "deep/er/a.txt", "shared\n");
    put(target, "beside.txt");
    linkSync(join(target, "deep/er/a.txt"), join(target, "top.txt"));
    await expect
      .poll(() => Date.now() - statSync(join(target, "top.txt")).ctimeMs, { interval: 20 })
      .toBeGreaterThan(60);
    const { id } = await manager.snapshot(target);
    put(target, "beside.txt", "changed\n");
    const { changes } = await manager.changeSet(id, (await manager.snapshot(target)).id);
    expect(changes.map(({ path, kind }) => `${kind} ${path}`)).toEqual(["modified beside.txt"]);
  });

  it("that a run has made are parted again, and what was written through one of them is undone in all", async () => {
    const { target, manager } = workshop(undefined, memory);
    populate(target);
    const before = walk(target);
    const { id } = await manager.snapshot(target);
    rmSync(join(target, "plain.txt"));
    linkSync(join(target, "lib/a.txt"), join(target, "plain.txt"));
    appendFileSync(join(target, "other/c.txt"), "more\n");
    await manager.restore({ ...restoring, targetPath: target, snapshotId: id });
    expect(walk(target)).toEqual(before);
  });

  it("to names outside of the tree are files of their own: the other name keeps what it had", async () => {
    const { target, home, manager } = workshop(undefined, memory);
    put(home, "../outside.txt", "before\n");
    linkSync(join(home, "../outside.txt"), join(target, "inside.txt"));
    const { id } = await manager.snapshot(target);
    rmSync(join(target, "inside.txt"));
    put(target, "inside.txt", "after\n");
    await manager.restore({ ...restoring, targetPath: target, snapshotId: id });
    expect(readFileSync(join(target, "inside.txt"), "utf8")).toBe("before\n");
    expect(inode(target, "inside.txt")).not.toBe(inode(home, "../outside.txt"));
  });

  it("come along in a private tree, among themselves and never with the user's files", async () => {
    const { target, manager } = workshop(undefined, memory);
    populate(target);
    const { id } = await manager.snapshot(target);
    const request = { runId: "run", snapshotId: id, targetPath: target, kind: "private" } as const;
    await using tree = await manager.openWorkingTree(request);
    expect(walk(tree.root)).toEqual(walk(target));
    expect(inode(tree.root, "lib/a.txt")).not.toBe(inode(target, "lib/a.txt"));
    writeFileSync(join(tree.root, "lib/a.txt"), "written through one name\n");
    const changed = await tree.snapshot();
    const { changes } = await manager.changeSet(id, changed.id);
    expect(changes.map(({ path, kind }) => `${kind} ${path}`)).toEqual([
      "modified lib/a.txt",
      "modified lib/b.txt",
      "modified other/c.txt",
    ]);
    await manager.apply({
      runId: "run",
      targetPath: target,
      changeSet: await manager.changeSet(id, changed.id),
    });
    expect(walk(target, { times: false })).toEqual(walk(tree.root, { times: false }));
  });

  it("count as a change of their own, which is applied", async () => {
    const { target, manager } = workshop(undefined, memory);
    populate(target);
    const from = await manager.snapshot(target);
    rmSync(join(target, "plain.txt"));
    linkSync(join(target, "lib/a.txt"), join(target, "plain.txt"));
    const wanted = walk(target, { times: false });
    const to = await manager.snapshot(target);
    await manager.restore({ ...restoring, targetPath: target, snapshotId: from.id });
    const changeSet = await manager.changeSet(from.id, to.id);
    expect(changeSet.changes).toEqual([
      {
        path: "plain.txt",
        kind: "metadata-changed",
        before: expect.not.objectContaining({ linkedTo: expect.anything() }),
        after: expect.objectContaining({ linkedTo: "lib/a.txt" }),
      },
    ]);
    await manager.apply({ runId: "run", targetPath: target, changeSet });
    expect(walk(target, { times: false })).toEqual(wanted);
    expect(await manager.renderPatch(changeSet)).toBe("");
  });

  it("leave the other names alone when one of them goes", async () => {
    const { target, manager } = workshop(undefined, memory);
    populate(target);
    const from = await manager.snapshot(target);
    rmSync(join(target, "lib/a.txt"));
    const { changes } = await manager.changeSet(from.id, (await manager.snapshot(target)).id);
    expect(changes.map(({ path, kind }) => `${kind} ${path}`)).toEqual(["removed lib/a.txt"]);
  });

  it("are not made with a name whose own change is left out", async () => {
    const { target, manager } = workshop(undefined, memory);
    put(target, "a.txt", "old\n");
    const from = await manager.snapshot(target);
    put(target, "a.txt", "new\n");
    linkSync(join(target, "a.txt"), join(target, "b.txt"));
    const to = await manager.snapshot(target);
    await manager.restore({ ...restoring, targetPath: target, snapshotId: from.id });
    const all = await manager.changeSet(from.id, to.id);
    const changeSet = { ...all, changes: all.changes.filter(({ path }) => path === "b.txt") };
    await manager.apply({ runId: "run", targetPath: target, changeSet });
    expect(readFileSync(join(target, "a.txt"), "utf8")).toBe("old\n");
    expect(readFileSync(join(target, "b.txt"), "utf8")).toBe("new\n");
  });

  it("hold among the entries that an overlay takes from one snapshot, and not across two", async () => {
    const { target, manager } = workshop(undefined, memory);
    populate(target);
    const base = await manager.snapshot(target);
    writeFileSync(join(target, "lib/a.txt"), "top\n");
    chmodSync(join(target, "lib/a.txt"), 0o600);
    const top = await manager.snapshot(target);
    await using tree = await manager.openWorkingTree({
      runId: "run",
      snapshotId: base.id,
      targetPath: target,
      kind: "private",
      overlay: { snapshotId: top.id, paths: ["lib/a.txt"] },
    });
    const contents = ["lib/a.txt", "lib/b.txt", "other/c.txt"].map((path) =>
      readFileSync(join(tree.root, path), "utf8"),
    );
    expect(contents).toEqual(["top\n", "shared\n", "shared\n"]);
    expect(inode(tree.root, "lib/b.txt")).toBe(inode(tree.root, "other/c.txt"));
    expect(inode(tree.root, "lib/b.txt")).not.toBe(inode(tree.root, "lib/a.txt"));
  });
});

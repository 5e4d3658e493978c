import { execFileSync } from "node:child_process";
import { chmodSync, mkdirSync, readdirSync, rmSync, statSync, symlinkSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, it } from "vitest";
import { createSandboxManager } from "../../src/index.ts";
import { memory, put, workshop } from "../support/scratch.ts";
import { walk } from "../support/walk.ts";

function setfattr(path: string, name: string, value: string): void {
  execFileSync("setfattr", ["--no-dereference", "--name", name, "--value", value, path]);
}

function setfacl(...args: readonly string[]): void {
  execFileSync("setfacl", args);
}

/** A folder whose files are shared by access control lists, and some attributes. */
function populate(target: string): void {
  put(target, "shared/notes.txt", "notes\n");
  put(target, "tagged.txt", "tagged\n", 0o444);
  put(target, "plain.txt");
  setfacl("--modify", "user:nobody:rwx", join(target, "shared"));
  setfacl("--default", "--modify", "user:nobody:rwx", join(target, "shared"));
  setfacl("--modify", "user:nobody:rw", join(target, "shared/notes.txt"));
  setfattr(join(target, "tagged.txt"), "user.origin", "0x68747470ff000a");
  setfattr(join(target, "tagged.txt"), "user.a=b", "");
  setfattr(join(target, "shared"), "user.on a folder", "yes");
}

describe("extended attributes", () => {
  it("come back with files, folders and links that a run has changed, removed or stripped", async () => {
    const { target, manager } = workshop(undefined, memory);
    populate(target);
    symlinkSync("nowhere", join(target, "link"));
    put(target, "removed/with.txt");
    setfattr(join(target, "removed"), "user.gone", "no");
    const before = walk(target);
    const { id } = await manager.snapshot(target);
    put(target, "tagged.txt", "rewritten\n");
    rmSync(join(target, "shared/notes.txt"));
    put(target, "shared/added.txt");
    rmSync(join(target, "removed"), { recursive: true });
    setfacl("--remove-all", "--remove-default", join(target, "shared"));
    setfattr(join(target, "plain.txt"), "user.added", "by the run");
    setfattr(join(target, "shared"), "user.added too", "by the run");
    const report = await manager.restore({ runId: "run", targetPath: target, snapshotId: id });
    expect(report.differences).toEqual([]);
    expect(walk(target)).toEqual(before);
    expect((await manager.snapshot(target)).id).toBe(id);
  });

  it("are part of a private tree and of what is applied from it", async () => {
    const { target, manager } = workshop(undefined, memory);
    populate(target);
    const { id } = await manager.snapshot(target);
    const request = { runId: "run", snapshotId: id, targetPath: target, kind: "private" } as const;
    await using tree = await manager.openWorkingTree(request);
    expect(walk(tree.root)).toEqual(walk(target));
    expect((await tree.snapshot()).id).toBe(id);
    await tree.files.edit([{ kind: "write", path: "tagged.txt", content: Buffer.from("edited\n") }]);
    setfattr(join(tree.root, "plain.txt"), "user.added", "by the run");
    const changeSet = await manager.changeSet(id, (await tree.snapshot()).id);
    expect(changeSet.changes.map(({ path, kind }) => `${kind} ${path}`)).toEqual([
      "metadata-changed plain.txt",
      "modified tagged.txt",
    ]);
    expect((await manager.apply({ runId: "run", targetPath: target, changeSet })).conflicts).toEqual([]);
    expect(walk(target, { times: false })).toEqual(walk(tree.root, { times: false }));
    expect(walk(target)["tagged.txt"]).toContain("user.origin=0x68747470ff000a");
  });

  it("that the user has set since are a conflict, not lost", async () => {
    const { target, manager } = workshop(undefined, memory);
    populate(target);
    const from = await manager.snapshot(target);
    put(target, "plain.txt", "changed\n");
    const to = await manager.snapshot(target);
    await manager.restore({ runId: "run", targetPath: target, snapshotId: from.id });
    setfattr(join(target, "plain.txt"), "user.mine", "keep");
    const changeSet = await manager.changeSet(from.id, to.id);
    const report = await manager.apply({ runId: "run", targetPath: target, changeSet });
    expect(report.conflicts).toMatchObject([
      { path: "plain.txt", reason: "its extended attributes were changed since the run began" },
    ]);
    expect(walk(target)["plain.txt"]).toContain("user.mine");
  });

  it("that a folder hands down to what is made in it do not get into what is restored", async () => {
    const { target, manager } = workshop(undefined, memory);
    mkdirSync(join(target, "open/inner"), { recursive: true });
    put(target, "open/inner/file.txt");
    put(target, "top.txt");
    setfacl("--default", "--modify", "user:nobody:rwx", target);
    setfacl("--default", "--modify", "user:nobody:rwx", join(target, "open"));
    const before = walk(target);
    const { id } = await manager.snapshot(target);
    rmSync(join(target, "open/inner"), { recursive: true });
    put(target, "top.txt", "changed\n");
    const report = await manager.restore({ runId: "run", targetPath: target, snapshotId: id });
    expect(report.differences).toEqual([]);
    expect(walk(target)).toEqual(before);
  });

  it("are noticed when they change alone, also at once after a snapshot", async () => {
    const { target, manager } = workshop(undefined, memory);
    populate(target);
    const ids = [(await manager.snapshot(target)).id];
    for (const path of ["plain.txt", "shared"]) {
      setfattr(join(target, path), "user.new", "1");
      ids.push((await manager.snapshot(target)).id);
    }
    expect(new Set(ids).size).toBe(3);
  });

  it("of folders are as they were when a restore fails midway, those of removed ones included", async () => {
    const failing = { isOn: false };
    const { target, manager } = workshop((point) => {
      if (failing.isOn && point.startsWith("step set-time ")) throw new Error("the disk fails");
    }, memory);
    populate(target);
    const { id } = await manager.snapshot(target);
    setfacl("--remove-all", "--remove-default", join(target, "shared"));
    mkdirSync(join(target, "added"));
    setfattr(join(target, "added"), "user.added", "by the run");
    const before = walk(target);
    failing.isOn = true;
    const restoring = manager.restore({ runId: "run", targetPath: target, snapshotId: id });
    await expect(restoring).rejects.toThrow(/is as it was: the disk fails/);
    expect(walk(target)).toEqual(before);
  });

  it("stay in the store for as long as a snapshot has them", async () => {
    const { target, manager } = workshop(undefined, memory);
    populate(target);
    const before = walk(target);
    const kept = await manager.snapshot(target);
    put(target, "large.bin", Buffer.alloc(100_000, 7));
    await manager.snapshot(target);
    await manager.prune({ maxBytes: 0, pinned: async () => [kept.id] });
    rmSync(join(target, "tagged.txt"));
    rmSync(join(target, "large.bin"));
    await manager.restore({ runId: "run", targetPath: target, snapshotId: kept.id });
    expect(walk(target)).toEqual(before);
  });

  it("cost no process where nothing was read anew", async () => {
    const { target, home, manager } = workshop(undefined, memory);
    populate(target);
    const log = join(home, "calls");
    const programs = join(home, "bin");
    mkdirSync(programs);
    for (const name of ["getfattr", "setfattr"]) {
      const real = execFileSync("which", [name], { encoding: "utf8" }).trim();
      writeFileSync(join(programs, name), `#!/bin/sh\necho ${name} >> ${log}\nexec ${real} "$@"\n`, {
        mode: 0o755,
      });
    }
    const path = process.env["PATH"] ?? "";
    process.env["PATH"] = `${programs}:${path}`;
    try {
      await expect
        .poll(() => Date.now() - statSync(join(target, "shared")).ctimeMs, { interval: 20 })
        .toBeGreaterThan(60);
      await manager.snapshot(target);
      const calls = statSync(log).size;
      expect(calls).toBe("getfattr\n".length);
      await manager.snapshot(target);
      await createSandboxManager({ home }).snapshot(target);
      expect(statSync(log).size).toBe(calls);
    } finally {
      process.env["PATH"] = path;
    }
  });

  it("are told to be unknown where no program reads them, and then nothing is changed on their account", async () => {
    const { target, home, manager } = workshop(undefined, memory);
    populate(target);
    const path = process.env["PATH"] ?? "";
    process.env["PATH"] = withoutAttributeTool(home);
    const unknown = await manager.snapshot(target).finally(() => (process.env["PATH"] = path));
    const known = await manager.snapshot(target);
    expect(known.id).not.toBe(unknown.id);
    expect(known.treeHash).toBe(unknown.treeHash);
    expect((await manager.changeSet(unknown.id, known.id)).changes).toEqual([]);
    const before = walk(target);
    const report = await manager.restore({ runId: "run", targetPath: target, snapshotId: unknown.id });
    expect(report).toEqual({ restored: [], verified: true, differences: [] });
    expect(walk(target)).toEqual(before);
  });

  it("that cannot be set, for want of a program, are told as a difference", async () => {
    const { target, home, manager } = workshop(undefined, memory);
    populate(target);
    const { id } = await manager.snapshot(target);
    put(target, "plain.txt", "changed\n");
    rmSync(join(target, "tagged.txt"));
    const path = process.env["PATH"] ?? "";
    process.env["PATH"] = withoutAttributeTool(home);
    const restoring = manager.restore({ runId: "run", targetPath: target, snapshotId: id });
    const report = await restoring.finally(() => (process.env["PATH"] = path));
    expect(report).toEqual({
      restored: ["plain.txt", "tagged.txt"],
      verified: false,
      differences: [
        { path: "tagged.txt", reason: expect.stringContaining("has lost its extended attributes") },
      ],
    });
  });

  it("come back in a tree that keeps its owner out of folders and files", async () => {
    const { target, manager } = workshop(undefined, memory);
    put(target, "closed/file.txt", "content\n");
    setfattr(join(target, "closed/file.txt"), "user.a", "1");
    setfattr(join(target, "closed"), "user.b", "2");
    chmodSync(join(target, "closed/file.txt"), 0o444);
    chmodSync(join(target, "closed"), 0o555);
    const before = walk(target);
    const { id } = await manager.snapshot(target);
    chmodSync(join(target, "closed"), 0o755);
    rmSync(join(target, "closed"), { recursive: true });
    await manager.restore({ runId: "run", targetPath: target, snapshotId: id });
    expect(walk(target)).toEqual(before);
  });
});

/** A PATH with what else a snapshot starts. */
function withoutAttributeTool(home: string): string {
  const folder = join(home, "few");
  mkdirSync(folder);
  for (const name of ["mkfifo", "xargs"]) symlinkSync(join("/usr/bin", name), join(folder, name));
  expect(readdirSync(folder)).toHaveLength(2);
  return folder;
}

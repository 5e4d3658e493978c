import { execFileSync } from "node:child_process";
import {
  chmodSync,
  mkdirSync,
  readFileSync,
  readdirSync,
  rmSync,
  symlinkSync,
  truncateSync,
  writeFileSync,
} from "node:fs";
import { join } from "node:path";
import { describe, expect, it } from "vitest";
import { git, put, workshop } from "./support/scratch.ts";
import { walk } from "./support/walk.ts";

/** A repository with everything that undo by git loses. */
function populate(target: string): void {
  git(target, "init", "-q");
  put(target, "tracked.txt", "committed\n");
  put(target, ".gitignore", ".env\ndist/\n");
  git(target, "add", ".");
  git(target, "commit", "-qm", "first");
  put(target, "tracked.txt", "committed, then edited by hand\n");
  put(target, "untracked.txt");
  put(target, ".env", "SECRET=1\n", 0o600);
  put(target, "large.bin", Buffer.alloc(3_000_000, "0123456789abcdef"));
  put(target, "tool.sh", "#!/bin/sh\n", 0o755);
  put(target, "vendor/nested/file.txt");
  git(join(target, "vendor/nested"), "init", "-q");
  git(join(target, "vendor/nested"), "add", ".");
  git(join(target, "vendor/nested"), "commit", "-qm", "nested");
  mkdirSync(join(target, "empty/inner"), { recursive: true });
  symlinkSync("tracked.txt", join(target, "link"));
  symlinkSync("/nowhere/at/all", join(target, "dangling"));
  symlinkSync("vendor", join(target, "folder-link"));
  put(target, "locked/file.txt", "cannot be written\n", 0o444);
  execFileSync("mkfifo", [join(target, "pipe")]);
  writeFileSync(Buffer.concat([Buffer.from(`${target}/`), Buffer.from([0x66, 0xff, 0xfe])]), "no UTF-8 name");
}

/** Damages each of them as a failed run might. */
function damage(target: string): void {
  put(target, "tracked.txt", "overwritten\n");
  rmSync(join(target, "untracked.txt"));
  put(target, "new/added.txt");
  put(target, ".env", "SECRET=stolen\n");
  chmodSync(join(target, ".env"), 0o644);
  put(target, "dist/bundle.js", "built\n");
  rmSync(join(target, "vendor"), { recursive: true });
  put(target, "vendor", "a file now\n");
  rmSync(join(target, "empty"), { recursive: true });
  truncateSync(join(target, "large.bin"), 100);
  for (const name of ["link", "dangling", "folder-link", "pipe", "locked"])
    rmSync(join(target, name), { recursive: true });
  symlinkSync("/etc", join(target, "locked"));
  mkdirSync(join(target, "link"));
  chmodSync(join(target, "tool.sh"), 0o600);
  rmSync(Buffer.concat([Buffer.from(`${target}/`), Buffer.from([0x66, 0xff, 0xfe])]));
}

describe("restoring a target", () => {
  it("brings back every kind of entry exactly, times included, and says that it verified it", async () => {
    const { target, manager } = workshop();
    populate(target);
    const before = walk(target);
    const { id } = await manager.snapshot(target);
    damage(target);
    const report = await manager.restore({ runId: "run", targetPath: target, snapshotId: id });
    expect(report.differences).toEqual([]);
    expect(report.verified).toBe(true);
    expect(walk(target)).toEqual(before);
    expect(report.restored).toContain("f\\xFF\\xFE");
    expect((await manager.snapshot(target)).id).toBe(id);
  });

  it("leaves the index, commits and configuration of git alone", async () => {
    const { target, manager } = workshop();
    populate(target);
    const { id } = await manager.snapshot(target);
    git(target, "add", "untracked.txt");
    git(target, "commit", "-qm", "by the user");
    const repository = walk(join(target, ".git"));
    await manager.restore({ runId: "run", targetPath: target, snapshotId: id });
    expect(walk(join(target, ".git"))).toEqual(repository);
  });

  it("touches nothing where nothing differs", async () => {
    const { target, manager } = workshop();
    populate(target);
    const { id } = await manager.snapshot(target);
    const report = await manager.restore({ runId: "run", targetPath: target, snapshotId: id });
    expect(report).toEqual({ restored: [], verified: true, differences: [] });
    expect(readdirSync(target)).not.toContain(".kimi_agent");
  });

  it("says what differs when the stored content was tampered with, and brings back the rest", async () => {
    const { target, home, manager } = workshop();
    put(target, "lost.txt", "the content that will be tampered with");
    put(target, "kept.txt", "kept");
    const { id } = await manager.snapshot(target);
    const packs = join(home, "snapshots/packs");
    const pack = join(packs, readdirSync(packs)[0] ?? "");
    const bytes = readFileSync(pack);
    bytes.write("T", bytes.indexOf("the content"));
    writeFileSync(pack, bytes);
    put(target, "lost.txt", "as the run left it");
    rmSync(join(target, "kept.txt"));
    const report = await manager.restore({ runId: "run", targetPath: target, snapshotId: id });
    expect(report.verified).toBe(false);
    expect(report.differences).toEqual([
      { path: "lost.txt", reason: expect.stringMatching(/damaged in the snapshot store/) },
    ]);
    expect(readFileSync(join(target, "lost.txt"), "utf8")).toBe("as the run left it");
    expect(readFileSync(join(target, "kept.txt"), "utf8")).toBe("kept");
  });

  it("refuses a manifest that was tampered with", async () => {
    const { target, home, manager } = workshop();
    put(target, "a.txt");
    const { id } = await manager.snapshot(target);
    const manifest = join(home, "snapshots/manifests", id);
    writeFileSync(manifest, readFileSync(manifest, "latin1").replace(" 1 6 ", " 1 7 "), "latin1");
    await expect(manager.restore({ runId: "run", targetPath: target, snapshotId: id })).rejects.toThrow(
      /snapshot .* is damaged/,
    );
  });

  it("refuses a folder record that was tampered with", async () => {
    const { target, home, manager } = workshop();
    put(target, "folder/a.txt");
    const { id } = await manager.snapshot(target);
    const packs = join(home, "snapshots/packs");
    const pack = join(packs, readdirSync(packs)[0] ?? "");
    writeFileSync(pack, readFileSync(pack, "latin1").replaceAll(" a.txt\0", " b.txt\0"), "latin1");
    await expect(manager.restore({ runId: "run", targetPath: target, snapshotId: id })).rejects.toThrow(
      /content .* is damaged/,
    );
  });

  it("works in folders that were made read-only", async () => {
    const { target, manager } = workshop();
    put(target, "closed/deep/file.txt", "before");
    chmodSync(join(target, "closed/deep"), 0o555);
    chmodSync(join(target, "closed"), 0o500);
    const before = walk(target);
    const { id } = await manager.snapshot(target);
    chmodSync(join(target, "closed"), 0o700);
    chmodSync(join(target, "closed/deep"), 0o700);
    put(target, "closed/deep/file.txt", "after");
    put(target, "closed/deep/more.txt");
    chmodSync(join(target, "closed/deep"), 0o111);
    expect((await manager.restore({ runId: "run", targetPath: target, snapshotId: id })).verified).toBe(true);
    expect(walk(target)).toEqual(before);
  });

  it("is not kept from it by what the run has closed to everybody", async () => {
    const { target, manager } = workshop();
    put(target, "folder/file.txt", "before");
    const before = walk(target);
    const { id } = await manager.snapshot(target);
    put(target, "added/file.txt", "secretive");
    chmodSync(join(target, "added/file.txt"), 0o000);
    for (const name of ["added", "folder"]) chmodSync(join(target, name), 0o000);
    await using tree = await manager.openWorkingTree({
      runId: "run",
      snapshotId: id,
      targetPath: target,
      kind: "in-place",
    });
    const closed = await tree.snapshot();
    expect(
      (await manager.changeSet(id, closed.id)).changes.map(({ path, after }) => [path, after?.mode]),
    ).toEqual([
      ["added", 0],
      ["added/file.txt", 0],
      ["folder", 0],
    ]);
    expect((await tree.restore(id)).verified).toBe(true);
    expect(walk(target)).toEqual(before);
  });
});

import {
  existsSync,
  mkdirSync,
  readFileSync,
  readdirSync,
  renameSync,
  rmSync,
  symlinkSync,
  writeFileSync,
} from "node:fs";
import { join } from "node:path";
import { describe, expect, it } from "vitest";
import { put, workshop } from "../support/scratch.ts";
import { walk } from "../support/walk.ts";

/** A target beside a folder that nobody may touch. */
function besideSecrets(fault?: (point: string) => void) {
  const shop = workshop(fault);
  const outside = join(shop.target, "../outside");
  put(outside, "secret.txt", "PLANTED");
  put(outside, "sub/file.txt", "PLANTED");
  return { ...shop, outside, untouched: walk(outside) };
}

describe("links that lead out of the target", () => {
  it("are recorded as links, their targets unread, and restored as links", async () => {
    const { target, home, outside, untouched, manager } = besideSecrets();
    symlinkSync("../outside", join(target, "src"));
    symlinkSync("../outside/secret.txt", join(target, "file"));
    const { id, fileCount } = await manager.snapshot(target);
    expect(fileCount).toBe(0);
    const packs = join(home, "snapshots/packs");
    for (const name of readdirSync(packs))
      expect(readFileSync(join(packs, name), "latin1")).not.toContain("PLANTED");
    rmSync(join(target, "src"));
    put(target, "src/secret.txt", "a real folder now");
    expect((await manager.restore({ runId: "r", targetPath: target, snapshotId: id })).verified).toBe(true);
    expect(walk(outside)).toEqual(untouched);
  });

  it("are not written or deleted through when a folder of the snapshot has become one", async () => {
    const { target, outside, untouched, manager } = besideSecrets();
    put(target, "src/secret.txt", "ours");
    put(target, "src/sub/file.txt", "ours");
    const before = walk(target);
    const { id } = await manager.snapshot(target);
    rmSync(join(target, "src"), { recursive: true });
    symlinkSync("../outside", join(target, "src"));
    expect((await manager.restore({ runId: "r", targetPath: target, snapshotId: id })).verified).toBe(true);
    expect(walk(target)).toEqual(before);
    expect(walk(outside)).toEqual(untouched);
  });

  it("make a conflict when apply would have to go through one", async () => {
    const { target, outside, untouched, manager } = besideSecrets();
    put(target, "src/secret.txt", "old");
    const from = await manager.snapshot(target);
    put(target, "src/secret.txt", "new");
    put(target, "src/added.txt", "new");
    const to = await manager.snapshot(target);
    rmSync(join(target, "src"), { recursive: true });
    symlinkSync("../outside", join(target, "src"));
    const changeSet = await manager.changeSet(from.id, to.id);
    const report = await manager.apply({ runId: "r", targetPath: target, changeSet });
    expect(report.applied).toEqual([]);
    expect(report.conflicts.map(({ path }) => path)).toEqual(["src/added.txt", "src/secret.txt"]);
    expect(walk(outside)).toEqual(untouched);
  });

  it("are not followed when they take a folder's place while apply is at work", async () => {
    let swap = (): void => undefined;
    const { target, outside, untouched, manager } = besideSecrets((point) => {
      if (point === "step put src/secret.txt" || point === "kept src/secret.txt") swap();
    });
    put(target, "a.txt", "old");
    put(target, "src/secret.txt", "old");
    const from = await manager.snapshot(target);
    put(target, "a.txt", "new");
    put(target, "src/secret.txt", "new");
    const to = await manager.snapshot(target);
    await manager.restore({ runId: "r", targetPath: target, snapshotId: from.id });
    const changeSet = await manager.changeSet(from.id, to.id);
    swap = () => {
      swap = () => undefined;
      renameSync(join(target, "src"), join(target, "src-moved"));
      symlinkSync("../outside", join(target, "src"));
    };
    const report = await manager.apply({ runId: "r", targetPath: target, changeSet });
    expect(report.conflicts.map(({ path }) => path)).toEqual(["src/secret.txt"]);
    expect(readFileSync(join(target, "a.txt"), "utf8")).toBe("old");
    expect(walk(outside)).toEqual(untouched);
  });

  it("are not followed when they take a folder's place while a snapshot reads it", async () => {
    const { target, home, manager } = besideSecrets((point) => {
      if (point !== "read src/a.txt") return;
      renameSync(join(target, "src"), join(target, "../moved"));
      symlinkSync("outside", join(target, "../decoy"));
      renameSync(join(target, "../decoy"), join(target, "src"));
    });
    put(target, "src/a.txt");
    put(target, "src/secret.txt", "ours");
    put(target, "src/sub/file.txt", "ours");
    await manager.snapshot(target);
    const packs = join(home, "snapshots/packs");
    const stored = readdirSync(packs).map((name) => readFileSync(join(packs, name), "latin1"));
    expect(stored.join("")).not.toContain("PLANTED");
  });

  it("are refused in the place of the target itself, which something has put there since it was resolved", async () => {
    const { target, outside, untouched, manager } = besideSecrets();
    put(target, "a.txt", "old");
    const { id: snapshotId } = await manager.snapshot(target);
    put(target, "b.txt", "new");
    const { id } = await manager.snapshot(target);
    const changeSet = await manager.changeSet(snapshotId, id);
    renameSync(target, join(target, "../moved"));
    symlinkSync("outside", target);
    const request = { runId: "r", targetPath: target };
    await expect(manager.snapshot(target)).rejects.toMatchObject({ code: "path-refused" });
    await expect(manager.restore({ ...request, snapshotId })).rejects.toMatchObject({ code: "path-refused" });
    const { applied, conflicts } = await manager.apply({ ...request, changeSet });
    expect(applied).toEqual([]);
    expect(conflicts).toMatchObject([
      { path: "b.txt", reason: expect.stringContaining("is a symbolic link") },
    ]);
    await expect(manager.openDeliverables(target, "r")).rejects.toMatchObject({ code: "path-refused" });
    expect(walk(outside, { skip: [] })).toEqual(untouched);
  });

  it("or another folder in the target's place leave a change where it was begun: in the folder that was moved", async () => {
    let swap = (): void => undefined;
    const { target, manager } = besideSecrets((point) => {
      if (point === "step put b.txt") swap();
    });
    for (const name of ["a.txt", "b.txt", "c.txt"]) put(target, name, "old");
    const from = await manager.snapshot(target);
    for (const name of ["a.txt", "b.txt", "c.txt"]) put(target, name, "new");
    const to = await manager.snapshot(target);
    await manager.restore({ runId: "r", targetPath: target, snapshotId: from.id });
    const moved = join(target, "../moved");
    swap = () => {
      swap = () => undefined;
      renameSync(target, moved);
      for (const name of ["a.txt", "b.txt", "c.txt"]) put(target, name, "old");
    };
    const untouched = { "a.txt": "old", "b.txt": "old", "c.txt": "old" };
    const contents = (folder: string): Record<string, string> =>
      Object.fromEntries(
        Object.keys(untouched).map((name) => [name, readFileSync(join(folder, name), "utf8")]),
      );
    const changeSet = await manager.changeSet(from.id, to.id);
    await manager.apply({ runId: "r", targetPath: target, changeSet });
    expect(contents(target)).toEqual(untouched);
    expect(readdirSync(target).toSorted()).toEqual(Object.keys(untouched));
    expect(contents(moved)).toEqual({ "a.txt": "new", "b.txt": "new", "c.txt": "new" });
    expect(readdirSync(join(moved, ".kimi_agent/staging"))).toEqual([]);
    expect(await manager.recover()).toEqual([]);
  });

  it("stop deliverables and staging when our own folder is one", async () => {
    const { target, outside, untouched, manager } = besideSecrets();
    put(target, "a.txt", "old");
    const from = await manager.snapshot(target);
    put(target, "a.txt", "new");
    const to = await manager.snapshot(target);
    symlinkSync("../outside", join(target, ".kimi_agent"));
    const changeSet = await manager.changeSet(to.id, from.id);
    await expect(manager.openDeliverables(target, "r")).rejects.toMatchObject({ code: "path-refused" });
    await expect(manager.apply({ runId: "r", targetPath: target, changeSet })).rejects.toMatchObject({
      code: "path-refused",
    });
    const restoring = manager.restore({ runId: "r", targetPath: target, snapshotId: from.id });
    await expect(restoring).rejects.toMatchObject({ code: "path-refused" });
    expect(walk(outside)).toEqual(untouched);
  });
});

describe("the deliverables folder", () => {
  it("takes files, replaces them whole, and is ignored by git", async () => {
    const { target, manager } = workshop();
    const sink = await manager.openDeliverables(target, "run-1");
    expect(sink.folder).toBe(join(target, ".kimi_agent/runs/run-1"));
    await sink.write("run.json", "{}");
    await sink.write("01-requirements/output.json", "old, and longer");
    await sink.write("01-requirements/output.json", Buffer.from("new"));
    expect(readFileSync(join(sink.folder, "01-requirements/output.json"), "utf8")).toBe("new");
    expect(readFileSync(join(target, ".kimi_agent/.gitignore"), "utf8")).toBe("*\n");
    expect(readdirSync(sink.folder).toSorted()).toEqual(["01-requirements", "run.json"]);
  });

  it("follows no link planted in it, and replaces one in a file's place", async () => {
    const { target, outside, untouched, manager } = besideSecrets();
    const sink = await manager.openDeliverables(target, "run-1");
    symlinkSync(outside, join(sink.folder, "03-testing"));
    symlinkSync(join(outside, "secret.txt"), join(sink.folder, "run.json"));
    await expect(sink.write("03-testing/output.json", "x")).rejects.toMatchObject({ code: "path-refused" });
    await sink.write("run.json", "ours");
    expect(readFileSync(join(sink.folder, "run.json"), "utf8")).toBe("ours");
    await expect(sink.write("../../escape.txt", "x")).rejects.toMatchObject({ code: "path-refused" });
    expect(walk(outside)).toEqual(untouched);
    expect(existsSync(join(target, "escape.txt"))).toBe(false);
  });
});

describe("resolving a target", () => {
  it("gives the real path, also through links", async () => {
    const { target, manager } = workshop();
    symlinkSync(target, join(target, "../link"));
    expect(await manager.resolveTarget(join(target, "../link"))).toBe(target);
  });

  it("refuses what cannot be worked on, and says why", async () => {
    const { target, home, manager } = workshop();
    writeFileSync(join(target, "file"), "");
    mkdirSync(join(target, ".git/hooks"), { recursive: true });
    const refusals: readonly [string, RegExp][] = [
      [join(target, "missing"), /nothing there/],
      [join(target, "file"), /it is a file/],
      ["/", /root of the file system/],
      [process.env["HOME"] ?? "", /home folder/],
      [join(target, ".."), /holds the store/],
      [home, /store of this program/],
      [join(home, "trees"), /lies in the store/],
      [join(target, ".git/hooks"), /lies in a .git/],
    ];
    for (const [path, reason] of refusals) {
      await expect(manager.resolveTarget(path)).rejects.toMatchObject({
        code: "target",
        message: expect.stringMatching(reason),
      });
    }
  });
});

import { spawnSync } from "node:child_process";
import { existsSync, readFileSync, readdirSync, renameSync, rmSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, it } from "vitest";
import { currentOwner, formatOwner } from "../src/disk/process-owner.ts";
import { createSandboxManager } from "../src/index.ts";
import { imagesOf } from "./support/crash/images.ts";
import { killedApply, labFor } from "./support/crash/killed-apply.ts";
import { perform } from "./support/crash/lab.ts";
import { judge, resetLab, saveLab, takeImage } from "./support/crash/verdict.ts";
import { put, workshop } from "./support/scratch.ts";
import { walk } from "./support/walk.ts";

const child = join(import.meta.dirname, "support/crash/operation-child.ts");

describe("recovering", () => {
  it("may be killed anywhere as well", async () => {
    const { lab, expectation } = await killedApply("step put edited.txt");
    const points = await imagesOf(lab, (manager) => manager.recover(), { name: "again", every: 3 });
    for (let at = 0; at < points.length; at += 3) {
      takeImage(lab, `again-${at}`);
      expect(await judge(lab, "apply", { ...expectation, again: false })).toMatchObject({ state: "new" });
    }
    expect(points.length).toBeGreaterThan(30);
  });

  it("undoes completely after being killed anywhere while undoing", async () => {
    const { lab, expectation } = await labFor("apply");
    const points = await imagesOf(lab, (manager) => perform(manager, lab, "apply"), {
      failAt: "step set-mode mode.txt",
      every: 3,
    });
    const undoing = points.flatMap((point, at) => (point.startsWith("undo") && at % 3 === 0 ? [at] : []));
    expect(undoing.length).toBeGreaterThan(8);
    for (const at of undoing) {
      takeImage(lab, `image-${at}`);
      expect(await judge(lab, "apply", { ...expectation, again: false })).toMatchObject({ state: "old" });
    }
  });

  it("is left to the process that has begun it", async () => {
    const { lab, expectation } = await killedApply("step put edited.txt");
    const args = ["--conditions=@kimi/source", child, JSON.stringify({ lab, operation: "recover" })];
    const codes: unknown[] = [];
    const fault = (point: string): void => {
      if (point === "step put link") codes.push(spawnSync(process.execPath, args).status);
    };
    const recovered = await createSandboxManager({ home: lab.home, fault }).recover();
    expect(codes).toEqual([0]);
    expect(recovered).toMatchObject([{ outcome: "finished", reason: null }]);
    expect(await judge(lab, "apply", expectation)).toMatchObject({ state: "new", recovered: [] });
  });

  it("undoes everything when it fails at a step that was done long before the crash", async () => {
    const { lab, expectation } = await labFor("apply");
    const points = await imagesOf(lab, (manager) => perform(manager, lab, "apply"), { only: "none" });
    const steps = points.filter((point) => point.startsWith("step "));
    resetLab(lab);
    await imagesOf(lab, (manager) => perform(manager, lab, "apply"), { only: steps.at(-1) ?? "" });
    takeImage(lab, `image-${points.indexOf(steps.at(-1) ?? "")}`);
    saveLab(lab);
    for (const step of steps.filter((_, at) => at % 6 === 0)) {
      resetLab(lab);
      const fault = (point: string): void => {
        if (point === step) throw Object.assign(new Error("the disk fails"), { code: "EIO" });
      };
      const recovered = await createSandboxManager({ home: lab.home, fault }).recover();
      expect(recovered).toMatchObject([{ outcome: "undone", reason: null }]);
      expect(walk(lab.target)).toEqual(expectation.before);
      expect(await judge(lab, "apply", { ...expectation, again: false })).toMatchObject({ recovered: [] });
    }
    expect(steps.length).toBeGreaterThan(30);
  });

  it("tells of a journal that it cannot read, after it has settled the others", async () => {
    const { lab, expectation } = await killedApply("step put edited.txt");
    put(lab.home, "journals/damaged", "{");
    const manager = createSandboxManager({ home: lab.home });
    await expect(manager.recover()).rejects.toThrow(/journals\/damaged cannot be read.*delete the journal/);
    rmSync(join(lab.home, "journals/damaged"));
    expect(await judge(lab, "apply", expectation)).toMatchObject({ state: "new" });
  });

  it("leaves the trees that living processes work in alone", async () => {
    const { target, home, manager } = workshop();
    put(target, "a.txt");
    const { id: snapshotId } = await manager.snapshot(target);
    await using tree = await manager.openWorkingTree({
      runId: "run",
      snapshotId,
      targetPath: target,
      kind: "private",
    });
    put(home, "trees/abandoned/tree/a.txt");
    put(home, "trees/999999999.1.00000000.begun/tree/a.txt");
    // One that this process has begun to make, and has not put its name into.
    const begun = `${formatOwner(currentOwner())}.begun`;
    put(home, `trees/${begun}/tree/a.txt`);
    expect(await manager.recover()).toEqual([]);
    expect(walk(tree.root)).toEqual(walk(target));
    const left = readdirSync(join(home, "trees"));
    expect(left).toHaveLength(2);
    expect(left).toContain(begun);
  });

  it("deletes what a killed process had begun to store, and nothing of a living one", async () => {
    const { target, home, manager } = workshop();
    put(target, "a.txt");
    await manager.snapshot(target);
    const names = [
      "packs/999999999.1.00000000.name.tmp",
      "manifests/name.999999999.tmp",
      "generation.999999999.tmp",
    ];
    for (const name of names) put(home, `snapshots/${name}`, "half of it");
    await createSandboxManager({ home }).recover();
    expect(names.filter((name) => existsSync(join(home, "snapshots", name)))).toEqual([]);
    put(target, "large.bin", Buffer.alloc(9_000_000, 3));
    let begun: readonly string[] = [];
    const recording = createSandboxManager({
      home,
      fault: (point) => {
        if (point !== "read large.bin") return;
        void createSandboxManager({ home }).recover();
        begun = readdirSync(join(home, "snapshots/packs")).filter((name) => name.endsWith(".tmp"));
      },
    });
    const { id } = await recording.snapshot(target);
    expect(begun).toHaveLength(1);
    expect(await manager.readFile(id, "large.bin")).toHaveLength(9_000_000);
  });
});

describe("recovering a target that somebody has changed since the crash", () => {
  it("undoes everything when, after the crash, somebody changed a path that was still to be written", async () => {
    const { lab, expectation } = await killedApply("step put edited.txt");
    put(lab.target, "edited.txt", "edited after the crash");
    const [recovered] = await createSandboxManager({ home: lab.home }).recover();
    expect(recovered?.outcome).toBe("undone");
    expect(readFileSync(join(lab.target, "edited.txt"), "utf8")).toBe("edited after the crash");
    const { "edited.txt": _, ...others } = walk(lab.target);
    const { "edited.txt": __, ...wanted } = expectation.before;
    expect(others).toEqual(wanted);
  });

  it("leaves what the user made after the change was through, though its process died cleaning up", async () => {
    const { lab } = await killedApply("settled");
    put(lab.target, "removed/in/file.txt", "the user's own now");
    rmSync(join(lab.target, ".kimi_agent/staging"), { recursive: true });
    const wanted = walk(lab.target);
    const manager = createSandboxManager({ home: lab.home });
    expect(await manager.recover()).toMatchObject([{ outcome: "finished" }]);
    expect(walk(lab.target)).toEqual(wanted);
  });

  it("never takes away what was to be removed and is another's now", async () => {
    const { lab, expectation } = await killedApply("step remove removed/in/file.txt");
    put(lab.target, "removed/in/file.txt", "edited after the crash");
    const recovered = await createSandboxManager({ home: lab.home }).recover();
    expect(recovered).toMatchObject([{ outcome: "undone" }]);
    const wanted = { ...expectation.before, "removed/in/file.txt": expect.any(String) };
    expect(walk(lab.target)).toEqual(wanted);
    expect(readFileSync(join(lab.target, "removed/in/file.txt"), "utf8")).toBe("edited after the crash");
  });

  it("leaves a folder that it made and that holds something of another's", async () => {
    const { lab, expectation } = await killedApply("step put edited.txt");
    expect(existsSync(join(lab.target, "added/in"))).toBe(true);
    put(lab.target, "added/in/mine.txt", "put there after the crash");
    put(lab.target, "edited.txt", "edited after the crash");
    const recovered = await createSandboxManager({ home: lab.home }).recover();
    expect(recovered).toMatchObject([{ outcome: "undone" }]);
    const found = walk(lab.target);
    expect(Object.keys(found).filter((path) => !(path in expectation.before))).toEqual([
      "added",
      "added/in",
      "added/in/mine.txt",
    ]);
  });

  it("goes on where a kept path has no name in the target, as where it can have only one", async () => {
    const { lab, expectation } = await killedApply("kept edited.txt");
    rmSync(join(lab.target, "edited.txt"));
    expect(await judge(lab, "apply", expectation)).toMatchObject({ state: "new" });
  });

  it("brings back a kept path without a name in the target where it does not go on", async () => {
    const { lab, expectation } = await labFor("apply");
    const fault = (point: string): void => {
      if (point !== "kept edited.txt") return;
      rmSync(join(lab.target, "edited.txt"));
      throw Object.assign(new Error("the disk fails"), { code: "EIO" });
    };
    const applying = perform(createSandboxManager({ home: lab.home, fault }), lab, "apply");
    await expect(applying).rejects.toThrow(/is as it was.*the disk is full or failing/);
    expect(walk(lab.target)).toEqual(expectation.before);
  });
});

describe("recovering where what it needs is gone", () => {
  it("says that it is stuck, goes on with other targets, and ends when the tree is made whole", async () => {
    const { lab } = await killedApply("step put edited.txt");
    const other = workshop();
    put(other.target, "a.txt", "old");
    const { id } = await createSandboxManager({ home: lab.home }).snapshot(other.target);
    rmSync(join(lab.target, ".kimi_agent"), { recursive: true });
    const half = walk(lab.target);
    const manager = createSandboxManager({ home: lab.home });
    const [stuck] = await manager.recover();
    expect(stuck).toMatchObject({ outcome: "stuck", targetPath: lab.target });
    expect(stuck?.reason).toMatch(/staging folder is gone.* edited\.txt[^]*apply or rollback/);
    expect(walk(lab.target)).toEqual(half);
    await expect(manager.resolveTarget(lab.target)).rejects.toThrow(/half changed.*staging folder is gone/);
    expect(await manager.resolveTarget(other.target)).toBe(other.target);
    expect(id).toHaveLength(64);
    const restored = await manager.restore({ runId: "run", targetPath: lab.target, snapshotId: lab.to });
    expect(restored.verified).toBe(true);
    expect(await manager.recover()).toMatchObject([{ outcome: "finished" }]);
    expect(await manager.resolveTarget(lab.target)).toBe(lab.target);
  });

  it.for([
    ["nothing", "journal committed", "undone"],
    ["everything", "settled", "finished"],
  ] as const)("tells from the tree alone that %s was done", async ([, point, outcome]) => {
    const { lab } = await killedApply(point);
    // As it would be called had the process died a moment before.
    const [name = ""] = readdirSync(join(lab.home, "journals"));
    renameSync(
      join(lab.home, "journals", name),
      join(lab.home, "journals", name.replace(/\w+$/, "committing")),
    );
    rmSync(join(lab.target, ".kimi_agent/staging"), { recursive: true });
    const found = walk(lab.target);
    expect(await createSandboxManager({ home: lab.home }).recover()).toMatchObject([{ outcome }]);
    expect(walk(lab.target)).toEqual(found);
  });

  it("tells of a damaged journal each time, under the name that it had", async () => {
    const { lab } = await killedApply("step put edited.txt");
    const journals = join(lab.home, "journals");
    const before = readdirSync(journals);
    put(journals, before[0] ?? "", "{");
    for (let round = 0; round < 2; round += 1) {
      await expect(createSandboxManager({ home: lab.home }).recover()).rejects.toThrow(/cannot be read/);
      expect(readdirSync(journals)).toEqual(before);
    }
  });
});

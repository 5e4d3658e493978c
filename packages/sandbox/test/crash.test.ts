import { spawn, spawnSync } from "node:child_process";
import { existsSync, mkdirSync, mkdtempSync, readFileSync, readdirSync, rmSync } from "node:fs";
import { once } from "node:events";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { describe, expect, it, onTestFinished } from "vitest";
import { currentOwner, formatOwner } from "../src/disk/process-owner.ts";
import { createSandboxManager } from "../src/index.ts";
import { imagesOf } from "./support/crash/images.ts";
import { type Lab, type Operation, buildLab, operations, perform } from "./support/crash/lab.ts";
import { type Expectation, expectOf, judge, resetLab, saveLab, takeImage } from "./support/crash/verdict.ts";
import { put, workshop } from "./support/scratch.ts";
import { walk } from "./support/walk.ts";

const child = join(import.meta.dirname, "support/crash/operation-child.ts");

async function labFor(operation: Operation): Promise<{ lab: Lab; expectation: Expectation }> {
  // Where nothing waits for a disk: what a process leaves there is the same.
  const top = mkdtempSync(join(existsSync("/dev/shm") ? "/dev/shm" : tmpdir(), "kimi-crash-"));
  onTestFinished(() => rmSync(top, { recursive: true }));
  const folder = join(top, "lab");
  mkdirSync(folder);
  const lab = await buildLab(folder, operation);
  return { lab, expectation: await expectOf(lab, operation) };
}

/** A lab as a kill at one fault point of an apply leaves it. */
async function killedApply(point: string): Promise<{ lab: Lab; expectation: Expectation }> {
  const { lab, expectation } = await labFor("apply");
  const points = await imagesOf(lab, (manager) => perform(manager, lab, "apply"), { only: point });
  expect(points).toContain(point);
  takeImage(lab, `image-${points.indexOf(point)}`);
  return { lab, expectation };
}

/** Runs an operation in a process of its own, and kills that so many milliseconds after it has begun. */
async function killAfter(ms: number, lab: Lab, operation: Operation | "recover"): Promise<void> {
  const order = JSON.stringify({ lab, operation });
  const running = spawn(process.execPath, ["--conditions=@kimi/source", child, order]);
  const ended = once(running, "exit");
  await once(running.stdout, "data");
  const begunMs = performance.now();
  while (performance.now() - begunMs < ms);
  running.kill("SIGKILL");
  await ended;
}

describe.for(operations)("%s", (operation) => {
  it("leaves exactly the old or the new tree, and a whole store, wherever it is killed", async () => {
    const { lab, expectation } = await labFor(operation);
    const every = operation === "restore" ? 3 : 1;
    const points = await imagesOf(lab, (manager) => perform(manager, lab, operation), { every });
    const states: string[] = [];
    for (let at = 0; at < points.length; at += every) {
      takeImage(lab, `image-${at}`);
      const { state, recovered } = await judge(lab, operation, { ...expectation, again: at % 12 === 0 });
      const isJournaled = operation === "apply" || operation === "restore";
      expect(recovered.map((one) => [one.operation, one.runId, one.targetPath])).toEqual(
        isJournaled ? [[operation, "run", lab.target]] : [],
      );
      states.push(state);
    }
    expect(points.length).toBeGreaterThan(operation === "apply" || operation === "restore" ? 40 : 4);
    // Everything is ready once the journal says so: from then on recovery only goes forward.
    expect(states.join(" ")).toMatch(/^(old )*(new ?)+$/);
  });

  it("does so at any instant, as killed processes show", async () => {
    const { lab, expectation } = await labFor(operation);
    for (const ms of [0.5, 7]) {
      resetLab(lab);
      await killAfter(ms, lab, operation);
      await expect(judge(lab, operation, expectation)).resolves.toHaveProperty("recovered");
    }
  });
});

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

  it("leaves what the user made after the change was through, though its process died cleaning up", async () => {
    const { lab } = await killedApply("settled");
    put(lab.target, "removed/in/file.txt", "the user's own now");
    rmSync(join(lab.target, ".kimi_agent/staging"), { recursive: true });
    const wanted = walk(lab.target);
    const manager = createSandboxManager({ home: lab.home });
    expect(await manager.recover()).toMatchObject([{ outcome: "finished" }]);
    expect(walk(lab.target)).toEqual(wanted);
  });

  it("says that it is stuck where what it needs is gone, goes on with other targets, and ends when the tree is made whole", async () => {
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

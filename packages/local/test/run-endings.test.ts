import { readFile, rm, symlink, writeFile } from "node:fs/promises";
import { join } from "node:path";
import type { RunStore } from "@kimi/contracts";
import { callTool, refuse } from "@kimi/models/testing";
import { describe, expect, it } from "vitest";
import { createOrchestrator } from "../src/index.ts";
import { answersWith, bodies, coded, writeGreet } from "../src/testing/greeting-answers.ts";
import { listTree } from "../src/testing/list-tree.ts";
import { prepareRun } from "./support/scripted-run.ts";

const greeting = (project: string) => readFile(join(project, "src/greet.js"), "utf8");

describe("a run whose later attempts are worth less than an earlier one", () => {
  it("keeps the partly proven result when whoever was to mend the rest refuses", async () => {
    const { project, run } = await prepareRun({
      ...answersWith(bodies.mustOnly),
      coding: [[writeGreet(bodies.mustOnly), coded], [refuse("No.")]],
    });
    const { result } = await run({ maxAttempts: 2 });
    expect(result).toMatchObject({ status: "partial", exitCode: 3, applied: true });
    expect(await greeting(project)).toContain(bodies.mustOnly);
  });

  it("keeps it also when the code was changed again and its tests were not", async () => {
    const { project, run } = await prepareRun({
      ...answersWith(bodies.mustOnly, bodies.worse),
      testing: [answersWith(bodies.mustOnly)["testing"]?.[0] ?? [], [refuse("No.")]],
    });
    const { result } = await run({ maxAttempts: 2 });
    expect(result).toMatchObject({ status: "partial", exitCode: 3, applied: true });
    expect(await greeting(project)).toContain(bodies.mustOnly);
  });

  it("keeps a proven result that was not documented, and says so", async () => {
    const { run } = await prepareRun({ ...answersWith(bodies.right), documentation: [[refuse("No.")]] });
    const { result } = await run({ maxAttempts: 1 });
    expect(result).toMatchObject({ status: "succeeded", applied: true, documentation: null });
    expect(result.report?.findings).toMatchObject([{ kind: "documentation", blocking: false }]);
  });

  it("brings in, when applied by hand later, the attempt that it settled on", async () => {
    const { project, local, run } = await prepareRun(answersWith(bodies.mustOnly, bodies.worse));
    const before = await greeting(project);
    const { result } = await run({ maxAttempts: 2 }, async (event) => {
      if (event.type === "verdict-computed") await writeFile(join(project, "src/greet.js"), "// mine\n");
    });
    expect(result).toMatchObject({ status: "errored", applied: false });
    await writeFile(join(project, "src/greet.js"), before);
    expect((await local.applyRun(result.runId)).attempt).toBe(1);
    expect(await greeting(project)).toContain(bodies.mustOnly);
  });
});

describe("a run that cannot write its deliverables in the end", () => {
  it("ends as its verdict and its record say, and tells what is missing", async () => {
    const { project, folder, local, run } = await prepareRun(answersWith(bodies.right));
    const { store } = local;
    const appendEvent = store.appendEvent.bind(store);
    const linkAwayAtTheEnd: typeof appendEvent = async (runId, at, event) => {
      const stored = await appendEvent(runId, at, event);
      if (event.type !== "run-ended") return stored;
      const deliverables = join(project, ".kimi_agent/runs", runId);
      await rm(deliverables, { recursive: true });
      await symlink(folder, deliverables);
      return stored;
    };
    Object.assign(store, { appendEvent: linkAwayAtTheEnd });
    const { result } = await run();
    expect(result).toMatchObject({
      status: "succeeded",
      exitCode: 0,
      applied: true,
      deliverablesFolder: null,
    });
    expect(result.reason).toContain("deliverables could not be written");
    expect(await store.readRun(result.runId)).toMatchObject({ status: "succeeded", applied: true });
  });
});

describe("two runs of one orchestrator", () => {
  it("each have the sandbox they asked for", async () => {
    const { project, local, run } = await prepareRun({
      ...answersWith(bodies.right),
      coding: [
        [
          callTool("run_command", { command: "true", timeoutSeconds: null, requirements: [] }),
          writeGreet(bodies.right),
          coded,
        ],
      ],
    });
    let other: Promise<unknown> | null = null;
    const { result, events } = await run({ sandbox: "prefer" }, async (event) => {
      if (event.type !== "attempt-started" || other !== null) return;
      other = local.start({ targetPath: project, prompt: "Greet.", sandbox: "off" }).result;
      await expect(other).rejects.toMatchObject({ code: "target-busy" });
    });
    expect(result.status).toBe("succeeded");
    const chosen = events.flatMap((event) => (event.type === "run-started" ? [event.sandboxTier] : []));
    const used = events.flatMap((event) => (event.type === "command-finished" ? [event.tier] : []));
    expect(new Set(used)).toEqual(new Set(chosen));
    const kept = events.flatMap((event) =>
      event.type === "sandbox-probed" ? Object.keys(event.limits ?? {}) : [],
    );
    expect(kept).toEqual(["memory", "processes", "disk", "ending"]);
  });
});

describe("a run that the store knows already", () => {
  it("is not replayed into it", async () => {
    const { folder, project, local, run } = await prepareRun(answersWith(bodies.right));
    const { result } = await run({ seed: 7 });
    const path = join(folder, "answers.jsonl");
    await local.writeRecording(result.runId, path);
    await using again = await createOrchestrator({
      home: join(folder, "home"),
      workingDirectory: folder,
      environment: { PATH: process.env["PATH"], HOME: process.env["HOME"] },
      recording: { text: await readFile(path, "utf8"), path },
    });
    const replay = again.start({ targetPath: project, inputDocs: ["plan.md"], sandbox: "prefer" });
    await expect(replay.result).rejects.toMatchObject({ code: "usage" });
    expect(await local.store.readRun(result.runId)).toMatchObject({ status: "succeeded" });
  });
});

describe("a project in which a run died while it worked in place", () => {
  it("is brought back before another run may work there", async () => {
    const { project, local, run } = await prepareRun(answersWith(bodies.right));
    const before = await listTree(project);
    const { result } = await run({ inPlace: true });
    // As the store has a run whose process was killed before the end.
    await local.store.updateRun(result.runId, { status: "running", applied: false });
    await expect(run()).rejects.toMatchObject({
      code: "target",
      message: expect.stringContaining("recover"),
    });
    const { restored } = await local.recover();
    expect(restored.map(({ runId }) => runId)).toEqual([result.runId]);
    expect(await listTree(project)).toEqual(before);
    expect((await run()).result.status).toBe("succeeded");
  });

  it("takes in no other run either, and gives none back", async () => {
    const { project, local, run } = await prepareRun(answersWith(bodies.right));
    const before = await listTree(project);
    const kept = await runAgainstConflict(project, run);
    const { result: died } = await run({ inPlace: true });
    await local.store.updateRun(died.runId, { status: "running", applied: false });
    const refusal = { code: "target", message: expect.stringContaining("recover") };
    await expect(local.applyRun(kept)).rejects.toMatchObject(refusal);
    await expect(local.applyRun(died.runId)).rejects.toMatchObject(refusal);
    await local.store.updateRun(kept, { resumable: true });
    await expect((await local.resume(kept)).result).rejects.toMatchObject(refusal);
    await local.store.updateRun(kept, { applied: true, resumable: false });
    await expect(local.rollbackRun(kept)).rejects.toMatchObject(refusal);
    await local.store.updateRun(kept, { applied: false });
    await local.recover();
    expect(await listTree(project)).toEqual(before);
    await local.applyRun(kept);
    expect(await greeting(project)).toContain(bodies.right);
  });

  it("is left as it is when another process went on with that run meanwhile", async () => {
    const { project, local, run } = await prepareRun(answersWith(bodies.right));
    const { result } = await run({ inPlace: true });
    const { store } = local;
    await store.updateRun(result.runId, { status: "running", applied: false });
    beforeClaim(store, () => store.updateRun(result.runId, { status: "succeeded", applied: true }));
    expect((await local.recover()).restored).toEqual([]);
    expect(await greeting(project)).toContain(bodies.right);
    expect(await store.readRun(result.runId)).toMatchObject({ status: "succeeded", applied: true });
  });
});

describe("a run that another process has to do with at the same time", () => {
  it("is not brought in when it was forgotten meanwhile", async () => {
    const { project, local, run } = await prepareRun(answersWith(bodies.right));
    const kept = await runAgainstConflict(project, run);
    const before = await listTree(project);
    beforeClaim(local.store, () => local.store.deleteRuns([kept]));
    await expect(local.applyRun(kept)).rejects.toMatchObject({ code: "usage" });
    expect(await listTree(project)).toEqual(before);
  });

  it("is not brought in, taken out or resumed as it was before", async () => {
    const { project, folder, local, run } = await prepareRun(answersWith(bodies.right));
    const kept = await runAgainstConflict(project, run);
    await using other = await createOrchestrator({ home: join(folder, "home"), environment: {} });
    beforeClaim(local.store, () => other.applyRun(kept));
    await expect(local.applyRun(kept)).rejects.toThrow(/already/);
    beforeClaim(local.store, () => other.rollbackRun(kept));
    await expect(local.rollbackRun(kept)).rejects.toThrow(/nothing to take out/);
    beforeClaim(local.store, () => other.applyRun(kept));
    await expect((await local.resume(kept)).result).rejects.toThrow(/its result is in the project/);
    expect((await local.auditRun(kept)).problems).toEqual([]);
  });
});

/** A run whose result is kept and not brought in, since its user changed the same file for a while. */
async function runAgainstConflict(
  project: string,
  run: Awaited<ReturnType<typeof prepareRun>>["run"],
): Promise<string> {
  const before = await greeting(project);
  const { result } = await run({}, async (event) => {
    if (event.type === "verdict-computed") await writeFile(join(project, "src/greet.js"), "// mine\n");
  });
  await writeFile(join(project, "src/greet.js"), before);
  return result.runId;
}

/** Another process does something between the moment in which a run is looked at and that in which it is claimed. */
function beforeClaim(store: RunStore, act: () => Promise<unknown>): void {
  const claim = store.claim.bind(store);
  const late: typeof claim = async (runId, targetPath) => {
    Object.assign(store, { claim });
    await act();
    return claim(runId, targetPath);
  };
  Object.assign(store, { claim: late });
}

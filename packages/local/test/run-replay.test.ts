import { readdir, rm } from "node:fs/promises";
import { join } from "node:path";
import { callTool, createScriptedGateway, type HandwrittenAnswers } from "@kimi/models/testing";
import { CodingAgent, defaultPersonas } from "@kimi/personas";
import { describe, expect, it } from "vitest";
import { createOrchestrator, type LocalOptions } from "../src/index.ts";
import { answersWith, bodies } from "../src/testing/greeting-answers.ts";
import { listTree } from "../src/testing/list-tree.ts";
import { prepareRun } from "./support/scripted-run.ts";

const runCommand = (command: string) =>
  callTool("run_command", { command, timeoutSeconds: null, requirements: [] });

/** The conversation of a run with one attempt, in which coding begins with a command. */
function answersAfter(command: string): HandwrittenAnswers {
  const { coding = [], ...others } = answersWith(bodies.right);
  return { ...others, coding: coding.map((turns) => [runCommand(command), ...turns]) };
}

/** Prints and writes something else each time. */
const stamping = "date +%s%N > stamp.txt; cat stamp.txt; mkdir -p dist; date +%s%N > dist/built.js";

/** Another orchestrator over the same home, for which there is no model to ask. */
async function reopen({ folder }: { readonly folder: string }, options: LocalOptions = {}) {
  return createOrchestrator({
    home: join(folder, "home"),
    workingDirectory: folder,
    environment: { PATH: process.env["PATH"], HOME: process.env["HOME"] },
    models: ({ redactor }) =>
      createScriptedGateway(() => Promise.reject(new Error("A model was asked.")), { redactor }),
    ...options,
  });
}

describe("a replay", () => {
  it("comes to the same bytes without project, documents, model or commands, and says what is missing once states are pruned", async () => {
    const recorded = await prepareRun(answersAfter(stamping));
    const { result } = await recorded.run();
    expect(result).toMatchObject({ status: "succeeded", applied: true });
    const { folder, project } = recorded;
    await rm(join(folder, "plan.md"));
    await rm(join(project, "src"), { recursive: true });
    const left = await listTree(project);
    await using local = await reopen(recorded);

    const report = await local.replay(result.runId);
    expect(report).toMatchObject({
      mode: "recorded",
      isSame: true,
      isWhole: true,
      status: { recorded: "succeeded", replayed: "succeeded" },
      tree: { recorded: result.report?.treeHash, replayed: result.report?.treeHash },
      criteria: [
        { criterion: "REQ-1.1", recorded: "proven", replayed: "proven" },
        { criterion: "REQ-2.1", recorded: "proven", replayed: "proven" },
      ],
      deliverables: { differing: [], timesOnly: [] },
      explanations: [],
    });
    expect(report.deliverables.compared).toBeGreaterThan(15);
    expect(await listTree(project)).toEqual(left);
    expect(await readdir(join(folder, "home/trees"))).toEqual([]);
    expect(await local.listRuns()).toHaveLength(1);

    await local.pruneSnapshots(0);
    const pruned = await local.replay(result.runId);
    expect(pruned).toMatchObject({ isSame: false, status: { replayed: "errored" } });
    expect(pruned.explanations).toEqual([expect.stringMatching(/1 of 1 states that commands left are gone/)]);
  });

  it("finds what an earlier run had required, and names the first request that is another, and why that may be", async () => {
    const recorded = await prepareRun(answersWith(bodies.right));
    const earlier = await recorded.run();
    const { result } = await recorded.run();
    await recorded.local.store.deleteRuns([earlier.result.runId]);
    expect(await recorded.local.replay(result.runId)).toMatchObject({ isSame: true });

    const personas = defaultPersonas().map((persona) =>
      persona.role === "coding" ? new CodingAgent({ instructions: "Write prose instead." }) : persona,
    );
    await using local = await reopen(recorded, { personas, program: "kimi-agent 9.9.9" });
    const report = await local.replay(result.runId);
    expect(report).toMatchObject({
      isSame: false,
      divergence: { place: "coding, attempt 1, turn 1: request", kind: "different" },
      tree: { replayed: result.report?.treeHash },
    });
    expect(report.divergence?.diff.join("\n")).toMatch(/^\+ systemInstructions.*Write prose instead\./m);
    expect(report.explanations).toEqual([
      "The persona coding has another configuration than when the run began.",
      expect.stringMatching(/recorded by .+, and this is kimi-agent 9\.9\.9/),
    ]);
  });

  it("takes recorded values, not today's environment, unless it executes: then it compares the verdicts", async () => {
    const { coding = [], ...others } = answersWith(bodies.right);
    const rename = runCommand('sed -i "s/Hello/$WORD/" src/greet.js');
    const answers = {
      ...others,
      coding: coding.map(([read = [], write = [], end = []]) => [read, write, rename, end]),
    };
    const environment = { PATH: process.env["PATH"], HOME: process.env["HOME"] };
    const recorded = await prepareRun(answers, { environment: { ...environment, WORD: "Hello" } });
    const { result } = await recorded.run({ env: ["WORD"] });
    expect(result.status).toBe("succeeded");
    const { runId } = result;

    await using same = await reopen(recorded, { environment: { ...environment, WORD: "Hello" } });
    expect(await same.replay(runId, { execute: true, rerunCommands: true })).toMatchObject({
      mode: "executed",
      isSame: true,
      divergence: null,
    });
    await using other = await reopen(recorded, { environment: { ...environment, WORD: "Howdy" } });
    expect(await other.replay(runId)).toMatchObject({ isSame: true });
    expect(await other.replay(runId, { execute: true, rerunCommands: true })).toMatchObject({
      isSame: false,
      criteria: [
        { criterion: "REQ-1.1", recorded: "proven", replayed: "proven" },
        { criterion: "REQ-2.1", recorded: "proven", replayed: "failed" },
      ],
    });
  });

  it("goes as far as the record of a run that paused, and on to the end once the run did", async () => {
    const answers = answersAfter(stamping);
    const recorded = await prepareRun(
      {},
      {
        models: ({ redactor }) =>
          createScriptedGateway(
            ({ stage, attempt, turn }) => answers[stage]?.[attempt - 1]?.[turn - 1] ?? [],
            { redactor },
          ),
      },
    );
    const { local, run } = recorded;
    const { result } = await run({ budget: { maxTurns: 3 } });
    expect(result.status).toBe("paused");
    const { runId } = result;
    expect(await local.replay(runId)).toMatchObject({ isSame: true, isWhole: false, modelCalls: 4 });
    const handle = await local.resume(runId, { budget: { maxTurns: 40 } });
    expect(await handle.result).toMatchObject({ status: "succeeded" });
    expect(await local.replay(runId)).toMatchObject({ isSame: true, isWhole: true, divergence: null });
  });

  it("is refused for a run that is not there", async () => {
    const { local } = await prepareRun({});
    await expect(local.replay("nothing")).rejects.toMatchObject({ code: "usage" });
  });
});

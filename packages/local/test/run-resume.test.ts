import { readFile } from "node:fs/promises";
import { join } from "node:path";
import { isKimiError, type RunEvent } from "@kimi/contracts";
import {
  callTool,
  createScriptedGateway,
  type HandwrittenAnswers,
  type ModelScript,
} from "@kimi/models/testing";
import { describe, expect, it } from "vitest";
import { answersWith, bodies } from "../src/testing/greeting-answers.ts";
import { listTree } from "../src/testing/list-tree.ts";
import { prepareRun } from "./support/scripted-run.ts";

/** A script that remembers what it was asked. */
function rememberingScript() {
  const answers = answersWith(bodies.wrong, bodies.right);
  const asked: string[] = [];
  const script: ModelScript = ({ stage, attempt, turn }) => {
    asked.push(`${stage}/${attempt}/${turn}`);
    return answers[stage]?.[attempt - 1]?.[turn - 1] ?? [];
  };
  return { asked, script };
}

async function prepareResumable() {
  const { asked, script } = rememberingScript();
  const prepared = await prepareRun(
    {},
    { models: ({ redactor }) => createScriptedGateway(script, { redactor }) },
  );
  return { ...prepared, asked };
}

async function finish(handle: {
  readonly events: AsyncIterable<{ readonly event: RunEvent }>;
  readonly result: Promise<unknown>;
}) {
  const events: RunEvent[] = [];
  for await (const { event } of handle.events) events.push(event);
  return events;
}

describe("a run that paused", () => {
  it("goes on with a larger budget, asks for no answer twice, and comes to the same result", async () => {
    const undisturbed = await prepareResumable();
    expect((await undisturbed.run()).result.status).toBe("succeeded");
    const { project, local, run, asked } = await prepareResumable();
    const first = await run({ budget: { maxTurns: 2 } });
    expect(first.result).toMatchObject({ status: "paused", resumable: true });

    const handle = await local.resume(first.result.runId, { budget: { maxTurns: 40 } });
    const events = await finish(handle);
    expect(await handle.result).toMatchObject({
      runId: first.result.runId,
      status: "succeeded",
      applied: true,
    });
    expect(asked).toEqual(undisturbed.asked);
    expect(await listTree(project)).toEqual(await listTree(undisturbed.project));
    expect(events[0]).toMatchObject({ type: "run-resumed", previousStatus: "paused", stage: "coding" });
    const attempts = await local.store.readAttempts(first.result.runId);
    expect(attempts.every((one) => one.outcome === "submitted")).toBe(true);
  });

  it("is offered when another run starts on the same project, and not once it went on", async () => {
    const offered = (events: readonly RunEvent[]) =>
      events.some((event) => event.type === "note" && event.message.includes("kimi-agent resume"));
    const { local, run } = await prepareResumable();
    const first = await run({ budget: { maxTurns: 2 } });
    expect(offered(first.events)).toBe(false);
    const second = await run({ budget: { maxTurns: 2 } });
    expect(offered(second.events)).toBe(true);
    const handle = await local.resume(second.result.runId, { budget: { maxTurns: 40 } });
    await finish(handle);
    expect(offered((await run()).events)).toBe(false);
  });

  it.each([
    ["maxMinutes", 0],
    ["maxTurns", 0],
    ["maxTokens", 1.5],
    ["maxCostUsd", -1],
  ] as const)(
    "is not taken up, nor forked, with a %s of %d, and says what is wrong",
    async (limit, value) => {
      const { local, run } = await prepareResumable();
      const { runId } = (await run({ budget: { maxTurns: 2 } })).result;
      const budget = { [limit]: value };
      const refused = expect.toSatisfy(
        (error: unknown) => isKimiError(error, "usage") && error.message.includes(`at budget.${limit}`),
      );
      await expect((await local.resume(runId, { budget })).result).rejects.toEqual(refused);
      await expect(local.fork(runId, "coding", { budget })).rejects.toEqual(refused);
      expect(await local.listRuns()).toHaveLength(1);
      expect(await local.store.readRun(runId)).toMatchObject({ status: "paused", resumable: true });
    },
  );

  it("cannot be resumed once it ended, nor when it never existed", async () => {
    const { local, run } = await prepareResumable();
    const { result } = await run();
    const again = await local.resume(result.runId);
    await expect(again.result).rejects.toThrow(
      /cannot be resumed: its result is in the project.*kimi-agent resume \S+ --from list/,
    );
    const unknown = await local.resume("01a00000-0000-7000-8000-000000000000");
    await expect(unknown.result).rejects.toThrow(/There is no run/);
  });
});

describe("a run that was cancelled", () => {
  it("is given the commands that had ended again, with what they changed, and does not run them", async () => {
    const { coding = [], ...others } = answersWith(bodies.right);
    const stamp = callTool("run_command", {
      command: "date +%s%N > stamp.txt; cat stamp.txt",
      timeoutSeconds: null,
      requirements: [],
    });
    const look = callTool("run_command", {
      command: "cat stamp.txt",
      timeoutSeconds: null,
      requirements: [],
    });
    const answers: HandwrittenAnswers = { ...others, coding: coding.map((turns) => [stamp, look, ...turns]) };
    const { local, run } = await prepareRun(
      {},
      {
        models: ({ redactor }) =>
          createScriptedGateway(
            ({ stage, attempt, turn }) => answers[stage]?.[attempt - 1]?.[turn - 1] ?? [],
            { redactor },
          ),
      },
    );
    const { result } = await run({}, (event, cancel) => {
      if (event.type === "model-requested" && event.position.turn === 2) cancel();
    });
    expect(result.status).toBe("cancelled");
    const { runId } = result;
    const handle = await local.resume(runId);
    expect(await handle.result).toMatchObject({ status: "succeeded" });
    const printed = (await local.store.readEvents(runId)).flatMap(({ event }) =>
      event.type === "tool-finished" && event.tool === "run_command" ? [event.output] : [],
    );
    // Before it stopped; and taken up again: the same once more, and what the second command then found.
    expect(printed).toHaveLength(3);
    expect(new Set(printed).size).toBe(1);
    expect(await local.replay(runId)).toMatchObject({ isSame: true });
  });

  it.each([
    ["requirements", false],
    ["coding", true],
    ["testing", false],
    ["testing", true],
    ["documentation", false],
  ] as const)("in the middle of %s goes on from there (in place: %s)", async (stage, inPlace) => {
    const { project, local, run, asked } = await prepareResumable();
    const first = await run({ inPlace }, (event, cancel) => {
      if (event.type === "model-answered" && event.position.stage === stage) cancel();
    });
    expect(first.result).toMatchObject({ status: "cancelled", resumable: true });
    const handle = await local.resume(first.result.runId);
    await finish(handle);
    expect(await handle.result).toMatchObject({ status: "succeeded", applied: true });
    expect(new Set(asked).size).toBe(asked.length);
    expect(await readFile(join(project, "src/greet.js"), "utf8")).toContain(bodies.right);
  });
});

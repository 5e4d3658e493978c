import { readFile } from "node:fs/promises";
import { join } from "node:path";
import type { StoredEvent } from "@kimi/contracts";
import { callTool, createScriptedGateway, type HandwrittenAnswers } from "@kimi/models/testing";
import { expect, it } from "vitest";
import { answersWith, bodies, writeGreet } from "../src/testing/greeting-answers.ts";
import { prepareRun } from "./support/scripted-run.ts";

/** A run of two attempts, each of which begins with a command that never prints the same twice. */
async function prepareForkable() {
  const { coding: written = [], ...others } = answersWith(bodies.wrong, bodies.right);
  const stamp = callTool("run_command", { command: "date +%s%N", timeoutSeconds: null, requirements: [] });
  const coding = written.map((turns) => [stamp, ...turns]);
  const answers: HandwrittenAnswers = { ...others, coding };
  const asked: string[] = [];
  const prepared = await prepareRun(
    {},
    {
      models: ({ redactor }) =>
        createScriptedGateway(
          ({ stage, attempt, turn }) => {
            asked.push(`${stage}/${attempt}/${turn}`);
            return answers[stage]?.[attempt - 1]?.[turn - 1] ?? [];
          },
          { redactor },
        ),
    },
  );
  return { ...prepared, coding, asked };
}

async function collect(events: AsyncIterable<StoredEvent>) {
  const types: string[] = [];
  for await (const { event } of events) types.push(event.type);
  return types;
}

it("a run that ended is gone on with from a turn, on its files, asking only the rest anew, and stays as it was", async () => {
  const { project, local, run, coding, asked } = await prepareForkable();
  const { result: origin } = await run();
  expect(origin).toMatchObject({ status: "succeeded", applied: true });
  const before = await local.store.exportRun(origin.runId);
  const points = await local.listForkPoints(origin.runId);
  expect(points.map(({ point, turns, outcome }) => `${point} ${turns} ${outcome}`)).toEqual([
    "requirements/1 1 submitted",
    "coding/1 4 submitted",
    "testing/1 2 submitted",
    "verdict/1 0 failed",
    "coding/2 4 submitted",
    "testing/2 1 submitted",
    "verdict/2 0 succeeded",
    "documentation/1 1 submitted",
  ]);

  asked.length = 0;
  const other = `${bodies.right} // forked`;
  const [stamp = [], read = [], , end = []] = coding[1] ?? [];
  coding[1] = [stamp, read, writeGreet(other), end];
  const fork = await local.fork(origin.runId, "coding/2/3");
  const types = await collect(fork.events);
  const result = await fork.result;
  expect(result).toMatchObject({ status: "succeeded", applied: true, ledger: { requests: 4 } });
  expect(asked).toEqual(["coding/2/3", "coding/2/4", "testing/2/1", "documentation/1/1"]);
  expect(types).not.toContain("run-resumed");
  expect(await readFile(join(project, "src/greet.js"), "utf8")).toContain(other);

  const { store } = local;
  expect(await store.exportRun(origin.runId)).toEqual(before);
  const told = (await store.readEvents(result.runId)).map(({ event }) => event);
  expect(told).toContainEqual(
    expect.objectContaining({ type: "run-forked", fromRunId: origin.runId, point: "coding/2/3" }),
  );
  const requestOf = async (runId: string) =>
    (await store.readModelCalls(runId)).find(
      ({ request: { position } }) =>
        position.stage === "coding" && position.attempt === 2 && position.turn === 3,
    )?.request.hash;
  expect(await requestOf(result.runId)).toBe(await requestOf(origin.runId));
  expect((await local.auditRun(result.runId)).problems).toEqual([]);
  expect(await local.replay(result.runId)).toMatchObject({ isSame: true, isWhole: true });
});

it("a verdict is computed anew, a stage begins anew, and a point that is not there is answered with those that are", async () => {
  const { local, run, asked } = await prepareForkable();
  const { result: origin } = await run();
  asked.length = 0;
  const judged = await local.fork(origin.runId, "verdict/2");
  expect(await judged.result).toMatchObject({ status: "succeeded" });
  expect(asked).toEqual(["documentation/1/1"]);

  const count = (await local.listRuns()).length;
  for (const [from, message] of [
    ["testing/3", /has no point testing\/3: expected .*testing\/1 \(to testing\/1\/2\), verdict\/1/],
    ["review", /has no point review/],
    ["coding/2/9", /made 4 requests: expected a turn from 1 to 4, found 9/],
  ] as const) {
    await expect(local.fork(origin.runId, from)).rejects.toMatchObject({
      code: "usage",
      message: expect.stringMatching(message),
    });
  }
  await local.pruneSnapshots(0);
  await expect(local.fork(origin.runId, "testing/1")).rejects.toMatchObject({
    code: "usage",
    message: expect.stringMatching(/files of that point cannot be read/),
  });
  expect(await local.listRuns()).toHaveLength(count);
});

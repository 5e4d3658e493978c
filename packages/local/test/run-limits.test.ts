import { describe, expect, it } from "vitest";
import { createScriptedGateway, refuse, say } from "@kimi/models/testing";
import {
  answersWith,
  bodies,
  coded,
  requirements,
  tested,
  writeGreet,
  writeTests,
} from "../src/testing/greeting-answers.ts";
import { listTree } from "../src/testing/list-tree.ts";
import { prepareRun } from "./support/scripted-run.ts";

describe("limits", () => {
  it("pauses before a request that an attempt has no turn left for", async () => {
    const { project, run } = await prepareRun(answersWith(bodies.right));
    const before = await listTree(project);
    const { result } = await run({ budget: { maxTurns: 2 } });
    expect(result).toMatchObject({ status: "paused", exitCode: 75, resumable: true, applied: false });
    expect(result.reason).toMatch(/turns/);
    expect(result.limit).toEqual({ limit: "turns", enough: 4 });
    expect(await listTree(project)).toEqual(before);
  });

  it("pauses before a request once the minutes are used up", async () => {
    const { local, run } = await prepareRun(answersWith(bodies.right));
    const { result } = await run({ budget: { maxMinutes: 0.000_001 } });
    expect(result).toMatchObject({ status: "paused", exitCode: 75, resumable: true });
    expect(result.reason).toContain("--max-minutes");
    // Minutes count anew when the run is taken up.
    expect(result.limit).toBeUndefined();
    expect(await local.store.readModelCalls(result.runId)).toEqual([]);
  });

  it("pauses before a request that would exceed the tokens", async () => {
    const { local, run } = await prepareRun(answersWith(bodies.right));
    const { result, events } = await run({ budget: { maxTokens: 50 } });
    expect(result).toMatchObject({ status: "paused", exitCode: 75, limit: { limit: "tokens" } });
    expect(result.reason).toContain("--max-tokens");
    expect(await local.store.readModelCalls(result.runId)).toEqual([]);
    expect(events.at(-1)).toMatchObject({ type: "run-ended", limit: result.limit });
    const maxTokens = result.limit?.enough ?? null;
    expect(
      (await (await local.resume(result.runId, { budget: { maxTokens } })).result).ledger.requests,
    ).not.toBe(0);
  });

  it("pauses before a request that would cost too much, counting what the last one cost", async () => {
    const answers = [requirements, writeGreet(bodies.right), coded];
    let asked = 0;
    const { run } = await prepareRun(
      {},
      {
        models: ({ redactor }) =>
          createScriptedGateway(() => answers[asked++] ?? say("no more"), { redactor, costUsd: 0.04 }),
      },
    );
    const { result } = await run({ budget: { maxCostUsd: 0.1 } });
    expect(result).toMatchObject({ status: "paused", ledger: { requests: 2, costUsd: 0.08 } });
    expect(result.limit).toEqual({ limit: "cost", enough: 0.24 });
    expect(asked).toBe(2);
  });
});

describe("a model that gives nothing usable", () => {
  it("fails the run when it refuses, without asking again", async () => {
    const { project, local, run } = await prepareRun({
      requirements: [[requirements]],
      coding: [[refuse("I will not write this.")]],
    });
    const before = await listTree(project);
    const { result } = await run();
    expect(result).toMatchObject({ status: "failed", exitCode: 1 });
    expect(result.reason).toContain("I will not write this.");
    expect(await listTree(project)).toEqual(before);
    const attempts = await local.store.readAttempts(result.runId);
    expect(attempts.map((one) => [one.stage, one.outcome])).toEqual([
      ["requirements", "submitted"],
      ["coding", "failed"],
    ]);
  });

  it("is told what is wrong with its output, and the repair is recorded", async () => {
    const { run } = await prepareRun({
      ...answersWith(bodies.right),
      requirements: [[say("Here are your requirements!"), requirements]],
    });
    const { result, events } = await run();
    expect(result.status).toBe("succeeded");
    expect(events).toContainEqual(
      expect.objectContaining({ type: "output-repaired", stage: "requirements", repair: 1 }),
    );
  });

  it("fails the run when its output stays unusable, with every attempt recorded", async () => {
    const nonsense = Array.from({ length: 12 }, () => say("{}"));
    const { local, run } = await prepareRun({ requirements: [nonsense, nonsense] });
    const { result } = await run({ maxAttempts: 2 });
    expect(result).toMatchObject({ status: "failed", exitCode: 1 });
    expect((await local.store.readAttempts(result.runId)).map((one) => one.outcome)).toEqual([
      "failed",
      "failed",
    ]);
  });

  it("is sent back to quote what is there, and what it cannot quote becomes an assumption", async () => {
    const invented = { ...JSON.parse(JSON.stringify(requirements)) };
    invented.content[0].text = invented.content[0].text.replace(
      "when the name is empty",
      "if nobody is there",
    );
    const stubborn = [invented, invented, invented, invented, invented];
    const { run } = await prepareRun({ ...answersWith(bodies.right), requirements: [stubborn] });
    const { result, events } = await run();
    expect(result.requirements.map((one) => one.assumption)).toEqual([false, true]);
    expect(
      events.some(
        (event) => event.type === "output-repaired" && event.problems.join().includes("if nobody is there"),
      ),
    ).toBe(true);
  });

  it("cannot write tests where the code belongs, nor code where the tests are bound", async () => {
    const { run } = await prepareRun({
      ...answersWith(bodies.wrong, bodies.right),
      testing: [[writeGreet(bodies.right), writeTests, tested], [tested]],
      coding: [
        [writeGreet(bodies.wrong), coded],
        [writeGreet(bodies.right, "test/greet.test.js"), writeGreet(bodies.right), coded],
      ],
    });
    const { result, events } = await run();
    expect(result.status).toBe("succeeded");
    const refused = events.filter((event) => event.type === "tool-finished" && !event.ok);
    expect(refused.map((event) => "stage" in event && event.stage)).toEqual(["testing", "coding"]);
  });
});

describe("cancelling", () => {
  it.each([false, true])(
    "ends the run in the middle of its work and leaves the project as it was (in place: %s)",
    async (inPlace) => {
      const { project, local, run } = await prepareRun(answersWith(bodies.right));
      const before = await listTree(project);
      const { result } = await run({ inPlace }, (event, cancel) => {
        if (event.type === "file-written") cancel();
      });
      expect(result).toMatchObject({ status: "cancelled", exitCode: 130, resumable: true, applied: false });
      expect(await listTree(project)).toEqual(before);
      expect(await local.store.readRun(result.runId)).toMatchObject({ status: "cancelled", resumable: true });
    },
  );
});

import { readFile } from "node:fs/promises";
import { join } from "node:path";
import { describe, expect, it } from "vitest";
import { answersWith, bodies } from "../src/testing/greeting-answers.ts";
import { prepareRun } from "./support/scripted-run.ts";

describe("a run's recording", () => {
  it("replays without an endpoint as the same run: ids, instants, verdict and tree", async () => {
    const first = await prepareRun(answersWith(bodies.wrong, bodies.right));
    const recorded = await first.run();
    const file = join(first.folder, "answers.jsonl");
    await first.local.writeRecording(recorded.result.runId, file);

    const text = await readFile(file, "utf8");
    const second = await prepareRun({}, { recording: { text, path: file } });
    const replayed = await second.run();
    expect(replayed.result.runId).toBe(recorded.result.runId);
    expect(replayed.result.status).toBe("succeeded");
    expect(replayed.result.report?.treeHash).toBe(recorded.result.report?.treeHash);
    expect(replayed.result.changeSet?.changes).toEqual(recorded.result.changeSet?.changes);
    expect(replayed.result.documentation).toEqual(recorded.result.documentation);
    const [before, after] = [
      await first.local.store.readRun(recorded.result.runId),
      await second.local.store.readRun(replayed.result.runId),
    ];
    expect(after?.startedAt).toBe(before?.startedAt);
  });

  it("says where a replay asks for something that was not recorded", async () => {
    const { run } = await prepareRun({ ...answersWith(bodies.right), testing: [] });
    const { result } = await run();
    expect(result).toMatchObject({ status: "errored", exitCode: 4, applied: false });
    expect(result.reason).toMatch(/testing/);
  });
});

describe("the store", () => {
  it("holds what each stage received and submitted, every call and every tool result, in order", async () => {
    const { local, run } = await prepareRun(answersWith(bodies.wrong, bodies.right));
    const { store } = local;
    const spent: number[] = [];
    const { result, events } = await run({}, async (event) => {
      const [latest] = event.type === "model-answered" ? await local.listRuns() : [];
      if (latest !== undefined) spent.push((await store.readRun(latest.id))?.ledger.requests ?? 0);
    });
    // Also of a run whose process dies, its row says what it has spent.
    expect(spent[0]).toBeGreaterThan(0);
    expect(spent).toEqual(spent.toSorted((a, b) => a - b));
    const attempts = await store.readAttempts(result.runId);
    expect(attempts.map((one) => `${one.stage} ${one.attempt} ${one.outcome}`)).toEqual([
      "requirements 1 submitted",
      "coding 1 submitted",
      "coding 2 submitted",
      "testing 1 submitted",
      "testing 2 submitted",
      "documentation 1 submitted",
    ]);
    const second = attempts.find((one) => one.stage === "coding" && one.attempt === 2);
    expect(second?.input.requirements.map((one) => one.id)).toEqual(["REQ-1", "REQ-2"]);
    expect(second?.input.failure).toMatchObject({
      route: "coding",
      criteria: [{ criterion: "REQ-1.1" }, { criterion: "REQ-2.1" }],
    });
    const calls = await store.readModelCalls(result.runId);
    expect(calls.every((call) => call.answer !== null)).toBe(true);
    expect(calls).toHaveLength(result.ledger.requests);
    const stored = await store.readEvents(result.runId);
    expect(stored.map((one) => one.sequence)).toEqual(stored.map((_, index) => index + 1));
    expect(stored.map((one) => one.event)).toEqual(events);
  });

  it("has the run before anything can go wrong in it", async () => {
    const { local, run } = await prepareRun({});
    const { result } = await run();
    expect(result).toMatchObject({ status: "errored", exitCode: 4 });
    expect(await local.store.readRun(result.runId)).toMatchObject({ status: "errored", applied: false });
  });
});

describe("what is refused before a run exists", () => {
  it.each([
    ["a target that is missing", { targetPath: "/no/such/project" }, "target"],
    ["the file system itself", { targetPath: "/" }, "target"],
    ["a document that is missing", { inputDocs: ["none.md"] }, "input"],
    ["a document of another kind", { inputDocs: ["project/run.sh"] }, "input"],
    ["nothing to do", { inputDocs: [] }, "usage"],
    ["an unknown criterion id", { accept: ["nonsense"] }, "usage"],
  ])("%s", async (_, config, code) => {
    const { local, run } = await prepareRun({});
    await expect(run(config)).rejects.toMatchObject({ name: "KimiError", code });
    expect(await local.listRuns()).toEqual([]);
  });

  it("no model to ask", async () => {
    const { project, local } = await prepareRun({}, { recording: undefined } as never);
    expect(() => local.start({ targetPath: project, prompt: "x" })).toThrow(/OPENAI_API_KEY/);
  });
});

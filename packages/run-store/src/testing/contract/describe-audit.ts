import type { RunStore } from "@kimi/contracts";
import { describe, expect, it } from "vitest";
import { sampleAnswer, sampleHandoff, sampleRequest, sampleRun } from "../sample-run.ts";
import type { CreateStore } from "./create-store.ts";

const at = "2026-11-01T10:00:01.000Z";
const { position, model, hash } = sampleRequest(1);

/** The log and the rows held against each other. */
export function describeAudit(createStore: CreateStore): void {
  describe("audit", () => {
    it("finds nothing wrong with a run whose log and rows agree, running, ended and gone on", async () => {
      await using store = await createStore();
      await recordRun(store);
      const checked = { events: 4, attempts: 1, modelCalls: 1, artifacts: 1 };
      expect(await store.auditRun("run-1")).toEqual({ runId: "run-1", checked, problems: [] });
      await store.updateRun("run-1", { status: "paused" });
      expect((await store.auditRun("run-1")).problems).toEqual([]);
      await store.updateRun("run-1", { status: "running" });
      await store.appendEvent("run-1", at, { type: "note", message: "on" });
      expect((await store.auditRun("run-1")).problems).toEqual([]);
      await store.updateRun("run-1", { status: "failed", endedAt: at });
      expect((await store.auditRun("run-1")).problems).toEqual([]);
    });

    it("names what the log speaks of and the rows do not have", async () => {
      await using store = await createStore();
      await store.createRun(sampleRun("run-1", { status: "failed" }));
      const { usage, costUsd } = sampleAnswer;
      await store.appendEvent("run-1", at, { type: "attempt-started", stage: "coding", attempt: 1 });
      await store.appendEvent("run-1", at, { type: "model-requested", position, model, hash });
      await store.appendEvent("run-1", at, { type: "model-answered", position, usage, costUsd });
      await store.appendEvent("run-1", at, { type: "artifact-written", name: "a", hash, bytes: 1 });
      const { problems } = await store.auditRun("run-1");
      expect(problems.map(({ table, place }) => `${table}: ${place}`)).toEqual([
        "attempts: attempt 1 at coding",
        "model_calls: call 1 of turn 1, attempt 1 at coding",
        "artifacts: artifact a",
      ]);
    });

    it("names an artifact and a request that are not those of the log", async () => {
      await using store = await createStore();
      await recordRun(store);
      await store.appendEvent("run-1", at, {
        type: "model-requested",
        position,
        model,
        hash: "b".repeat(64),
      });
      const { usage, costUsd } = sampleAnswer;
      await store.appendEvent("run-1", at, { type: "model-answered", position, usage, costUsd });
      const artifact = { name: "a", mediaType: "text/plain", producer: null, content: "y" };
      await store.putArtifact("run-1", artifact);
      expect((await store.auditRun("run-1")).problems).toMatchObject([{ table: "model_calls" }]);
      await store.updateRun("run-1", { status: "failed", endedAt: at });
      expect((await store.auditRun("run-1")).problems).toMatchObject([
        { table: "model_calls", problem: "the log names another request" },
        { table: "artifacts", problem: "the log says that it has another content" },
      ]);
    });

    it("refuses a run that does not exist", async () => {
      await using store = await createStore();
      await expect(store.auditRun("run-9")).rejects.toMatchObject({ code: "internal" });
    });
  });
}

async function recordRun(store: RunStore): Promise<void> {
  await store.createRun(sampleRun("run-1"));
  const begun = { stage: "coding", attempt: 1, stageIndex: 1, role: "coding", startedAt: at };
  await store.beginAttempt("run-1", { ...begun, input: sampleHandoff });
  await store.appendEvent("run-1", at, { type: "attempt-started", stage: "coding", attempt: 1 });
  await store.beginModelCall("run-1", sampleRequest(1));
  await store.appendEvent("run-1", at, { type: "model-requested", position, model, hash });
  await store.answerModelCall("run-1", position, sampleAnswer);
  const { usage, costUsd } = sampleAnswer;
  await store.appendEvent("run-1", at, { type: "model-answered", position, usage, costUsd });
  const artifact = { name: "a", mediaType: "text/plain", producer: null, content: "x" };
  const stored = await store.putArtifact("run-1", artifact);
  await store.appendEvent("run-1", at, { type: "artifact-written", name: "a", hash: stored.hash, bytes: 1 });
}

import { storedEventSchema } from "@kimi/contracts";
import { describe, expect, it } from "vitest";
import { z } from "zod";
import { unfoldCalls } from "../../export/unfold-calls.ts";
import { sampleAnswer, sampleHandoff, sampleRequest, sampleRun } from "../sample-run.ts";
import type { CreateStore } from "./create-store.ts";

const at = "2026-11-01T10:00:01.000Z";

const hash = z.string().regex(/^[0-9a-f]{64}$/);
const chainedSchema = z.array(storedEventSchema.extend({ previousHash: hash, hash })).length(2);

/** The slice of the database that leaves with an exported run. */
export function describeExport(createStore: CreateStore): void {
  describe("export", () => {
    it("holds the run's rows of every table, the same each time, and nothing of other runs", async () => {
      await using store = await createStore();
      for (const runId of ["run-1", "run-2"]) {
        await store.createRun(sampleRun(runId, { status: "failed" }));
        await store.appendEvent(runId, at, { type: "note", message: "one" });
        await store.appendEvent(runId, at, { type: "note", message: "two" });
        const attempt = { stage: "coding", attempt: 1, stageIndex: 1, role: "coding", startedAt: at };
        await store.beginAttempt(runId, { ...attempt, input: sampleHandoff });
        await store.beginModelCall(runId, sampleRequest(1));
        await store.answerModelCall(runId, sampleRequest(1).position, sampleAnswer);
        await store.putArtifact(runId, { name: "a", mediaType: "text/plain", producer: null, content: "x" });
      }
      const tables = await store.exportRun("run-1");
      expect(JSON.stringify(await store.exportRun("run-1"))).toBe(JSON.stringify(tables));
      expect(JSON.stringify(tables)).not.toContain("run-2");
      expect(Object.entries(tables).map(([table, rows]) => [table, rows.length])).toEqual([
        ["runs", 1],
        ["attempts", 1],
        ["events", 2],
        ["request_parts", 2],
        ["model_calls", 1],
        ["artifacts", 1],
      ]);
      expect(tables).toMatchObject({
        runs: [await store.readRun("run-1")],
        attempts: await store.readAttempts("run-1"),
        events: await store.readEvents("run-1"),
        artifacts: await store.listArtifacts("run-1"),
      });
      const { model_calls: calls = [], request_parts: parts = [] } = tables;
      expect(unfoldCalls(calls, parts)).toEqual(await store.readModelCalls("run-1"));
    });

    it("shows a run whose process died as what it is", async () => {
      await using store = await createStore();
      await store.createRun(sampleRun("run-1"));
      expect((await store.exportRun("run-1"))["runs"]).toEqual([await store.readRun("run-1")]);
    });

    it("chains the hashes of the events", async () => {
      await using store = await createStore();
      await store.createRun(sampleRun("run-1"));
      for (const message of ["one", "one"]) await store.appendEvent("run-1", at, { type: "note", message });
      const { events } = await store.exportRun("run-1");
      const [first, second] = chainedSchema.parse(events);
      expect(first?.previousHash).toBe("0".repeat(64));
      expect(second?.previousHash).toBe(first?.hash);
      expect(second?.hash).not.toBe(first?.hash);
    });
  });
}

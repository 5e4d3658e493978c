import type { RunStore } from "@kimi/contracts";
import { describe, expect, it } from "vitest";
import { sampleAnswer, sampleHandoff, sampleRequest, sampleRun } from "../sample-run.ts";
import type { CreateStore } from "./create-store.ts";

const at = "2026-11-01T10:00:01.000Z";
const artifact = { name: "a", mediaType: "text/plain", producer: null, content: "x".repeat(150_000) };

/** An attempt and a call of which every text is long, and none like another. */
async function recordLong(store: RunStore, runId: string): Promise<void> {
  const position = { stage: "coding", attempt: 1 };
  const input = { ...sampleHandoff, changedPaths: ["i".repeat(150_000)] };
  await store.beginAttempt(runId, { ...position, stageIndex: 1, role: "coding", startedAt: at, input });
  const request = sampleRequest(1);
  const message = { role: "user", content: "z".repeat(150_000) };
  const body = { instructions: "b".repeat(150_000), input: [message] };
  await store.beginModelCall(runId, { ...request, body });
  const answer = { ...sampleAnswer, output: [{ type: "message", content: "a".repeat(150_000) }] };
  await store.answerModelCall(runId, request.position, answer);
  const end = {
    endedAt: at,
    outcome: "submitted",
    output: { text: "o".repeat(150_000) },
    reason: null,
  } as const;
  await store.endAttempt(runId, position, end);
}

/** Runs forgotten. */
export function describeDeletion(createStore: CreateStore): void {
  describe("deletion", () => {
    it("forgets a run, and nothing that another run has too", async () => {
      await using store = await createStore();
      for (const runId of ["run-1", "run-2"]) {
        await store.createRun(sampleRun(runId, { status: "failed" }));
        await store.appendEvent(runId, at, { type: "note", message: "y".repeat(150_000) });
        await recordLong(store, runId);
        await store.putArtifact(runId, artifact);
      }
      const before = await store.exportRun("run-2");
      await store.deleteRuns(["run-1"]);
      expect(await store.readRun("run-1")).toBeNull();
      expect((await store.listRuns({ text: "greeting" })).map(({ id }) => id)).toEqual(["run-2"]);
      await expect(store.readEvents("run-1")).rejects.toMatchObject({ code: "internal" });
      expect(await store.exportRun("run-2")).toEqual(before);
      expect((await store.auditRun("run-2")).problems).toEqual([]);
      expect((await store.readArtifact("run-2", "a"))?.length).toBe(150_000);
    });

    it("does not forget a run that is being worked on, nor one that was never there", async () => {
      await using store = await createStore();
      await store.createRun(sampleRun("run-1"));
      await using _claim = await store.claim("run-1", "/projects/sample");
      await expect(store.deleteRuns(["run-1"])).rejects.toMatchObject({ code: "target-busy" });
      expect(await store.readRun("run-1")).toMatchObject({ status: "running" });
      await expect(store.deleteRuns(["run-9"])).rejects.toMatchObject({ code: "internal" });
    });

    it("knows how much space each run takes", async () => {
      await using store = await createStore();
      await store.createRun(sampleRun("small", { status: "failed" }));
      await store.createRun(sampleRun("large", { status: "failed" }));
      await store.appendEvent("large", at, { type: "note", message: "y".repeat(10_000) });
      const sizes = await store.measureRuns();
      expect([...sizes.keys()].toSorted()).toEqual(["large", "small"]);
      expect((sizes.get("large") ?? 0) - (sizes.get("small") ?? 0)).toBeGreaterThanOrEqual(10_000);
    });
  });
}

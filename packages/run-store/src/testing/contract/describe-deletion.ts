import { describe, expect, it } from "vitest";
import { sampleHandoff, sampleRequest, sampleRun } from "../sample-run.ts";
import type { CreateStore } from "./create-store.ts";

const at = "2026-11-01T10:00:01.000Z";
const artifact = { name: "a", mediaType: "text/plain", producer: null, content: "x".repeat(150_000) };

/** Runs forgotten. */
export function describeDeletion(createStore: CreateStore): void {
  describe("deletion", () => {
    it("forgets a run, and nothing that another run has too", async () => {
      await using store = await createStore();
      for (const runId of ["run-1", "run-2"]) {
        await store.createRun(sampleRun(runId, { status: "failed" }));
        await store.appendEvent(runId, at, { type: "note", message: "y".repeat(150_000) });
        const begun = { stage: "coding", attempt: 1, stageIndex: 1, role: "coding", startedAt: at };
        await store.beginAttempt(runId, { ...begun, input: sampleHandoff });
        await store.beginModelCall(runId, sampleRequest(1, "z".repeat(150_000)));
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

import { describe, expect, it } from "vitest";
import { sampleRun } from "../sample-run.ts";
import type { CreateStore } from "./create-store.ts";

/** Creating, changing, reading and listing runs. */
export function describeRuns(createStore: CreateStore): void {
  describe("runs", () => {
    it("gives back the run it was given", async () => {
      await using store = await createStore();
      const run = sampleRun("run-1", { status: "paused", reason: "budget", resumable: true });
      await store.createRun(run);
      expect(await store.readRun("run-1")).toEqual(run);
    });

    it("knows no run that was not created", async () => {
      await using store = await createStore();
      expect(await store.readRun("run-1")).toBeNull();
    });

    it("refuses a second run with the same id", async () => {
      await using store = await createStore();
      await store.createRun(sampleRun("run-1", { status: "failed" }));
      await expect(store.createRun(sampleRun("run-1"))).rejects.toMatchObject({ code: "internal" });
      expect((await store.readRun("run-1"))?.status).toBe("failed");
    });

    it("refuses a run it could not read back", async () => {
      await using store = await createStore();
      await expect(store.createRun(sampleRun("run-1", { startedAt: "yesterday" }))).rejects.toMatchObject({
        code: "internal",
      });
      expect(await store.readRun("run-1")).toBeNull();
    });

    it("changes what an update names and nothing else", async () => {
      await using store = await createStore();
      await store.createRun(sampleRun("run-1"));
      const end = { status: "succeeded", endedAt: "2026-11-01T10:05:00.000Z", applied: true } as const;
      await store.updateRun("run-1", { baselineSnapshotId: "b".repeat(64) });
      await store.updateRun("run-1", { endpoint: "http://localhost:11434/v1" });
      await store.updateRun("run-1", end);
      expect(await store.readRun("run-1")).toEqual({
        ...sampleRun("run-1"),
        ...end,
        endpoint: "http://localhost:11434/v1",
        baselineSnapshotId: "b".repeat(64),
      });
    });

    it("refuses everything about a run that does not exist", async () => {
      await using store = await createStore();
      const missing = { code: "internal", details: { runId: "run-9" } };
      await expect(store.updateRun("run-9", { reason: "x" })).rejects.toMatchObject(missing);
      await expect(store.readEvents("run-9")).rejects.toMatchObject(missing);
      await expect(store.readAttempts("run-9")).rejects.toMatchObject(missing);
      await expect(store.readModelCalls("run-9")).rejects.toMatchObject(missing);
      await expect(store.listArtifacts("run-9")).rejects.toMatchObject(missing);
      await expect(store.readArtifact("run-9", "x")).rejects.toMatchObject(missing);
      await expect(store.exportRun("run-9")).rejects.toMatchObject(missing);
    });
  });
}

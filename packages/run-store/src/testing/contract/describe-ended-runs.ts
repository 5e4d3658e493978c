import { describe, expect, it } from "vitest";
import { sampleRun } from "../sample-run.ts";
import type { CreateStore } from "./create-store.ts";

/** How a run reads that has ended. */
export function describeEndedRuns(createStore: CreateStore): void {
  describe("runs that have ended", () => {
    it("leaves the status of a run that has ended as it is", async () => {
      await using store = await createStore();
      await store.createRun(sampleRun("run-1", { status: "failed" }));
      expect(await store.readRun("run-1")).toMatchObject({ status: "failed", resumable: false });
    });

    it("shows a run that has ended as resumable only while it is not in its target", async () => {
      await using store = await createStore();
      const endedAt = "2026-11-01T10:00:00.000Z";
      await store.createRun(sampleRun("run-1", { status: "paused", resumable: true, endedAt }));
      for (const applied of [false, true, false]) {
        await store.updateRun("run-1", { applied });
        expect(await store.readRun("run-1")).toMatchObject({ resumable: !applied });
        expect(await store.listRuns()).toMatchObject([{ resumable: !applied }]);
      }
    });
  });
}

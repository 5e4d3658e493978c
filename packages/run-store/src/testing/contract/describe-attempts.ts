import { describe, expect, it } from "vitest";
import { sampleHandoff, sampleRun } from "../sample-run.ts";
import type { CreateStore } from "./create-store.ts";

const begun = {
  stage: "coding",
  attempt: 1,
  stageIndex: 1,
  role: "coding",
  startedAt: "2026-11-01T10:00:01.000Z",
  input: sampleHandoff,
};
const ended = {
  endedAt: "2026-11-01T10:00:02.000Z",
  outcome: "submitted",
  output: { summary: "done" },
  reason: null,
} as const;

/** The tries at stages. */
export function describeAttempts(createStore: CreateStore): void {
  describe("attempts", () => {
    it("keeps what an attempt received before it ends, and what it submitted after", async () => {
      await using store = await createStore();
      await store.createRun(sampleRun("run-1"));
      await store.beginAttempt("run-1", begun);
      expect(await store.readAttempts("run-1")).toEqual([
        { ...begun, endedAt: null, outcome: "running", output: null, reason: null },
      ]);
      await store.endAttempt("run-1", { stage: "coding", attempt: 1 }, ended);
      expect(await store.readAttempts("run-1")).toEqual([{ ...begun, ...ended }]);
    });

    it("keeps inputs and outputs of any size", async () => {
      await using store = await createStore();
      await store.createRun(sampleRun("run-1"));
      const input = { ...sampleHandoff, outputs: { requirements: "ä".repeat(300_000) } };
      const end = { ...ended, output: ["ö".repeat(300_000)] };
      await store.beginAttempt("run-1", { ...begun, input });
      await store.endAttempt("run-1", { stage: "coding", attempt: 1 }, end);
      expect(await store.readAttempts("run-1")).toEqual([{ ...begun, ...end, input }]);
    });

    it("reads attempts by stage, then number", async () => {
      await using store = await createStore();
      await store.createRun(sampleRun("run-1"));
      for (const [stage, stageIndex, attempt] of [
        ["testing", 2, 1],
        ["coding", 1, 2],
        ["coding", 1, 1],
        ["requirements", 0, 1],
      ] as const) {
        await store.beginAttempt("run-1", { ...begun, stage, stageIndex, attempt });
      }
      expect((await store.readAttempts("run-1")).map(({ stage, attempt }) => `${stage} ${attempt}`)).toEqual([
        "requirements 1",
        "coding 1",
        "coding 2",
        "testing 1",
      ]);
    });

    it("lets an unfinished attempt begin again, and no finished one", async () => {
      await using store = await createStore();
      await store.createRun(sampleRun("run-1"));
      await store.beginAttempt("run-1", begun);
      await store.beginAttempt("run-1", { ...begun, startedAt: "2026-11-01T11:00:00.000Z" });
      expect(await store.readAttempts("run-1")).toMatchObject([{ startedAt: "2026-11-01T11:00:00.000Z" }]);
      await store.endAttempt("run-1", begun, ended);
      await expect(store.beginAttempt("run-1", begun)).rejects.toMatchObject({ code: "internal" });
      await expect(store.endAttempt("run-1", begun, ended)).rejects.toMatchObject({ code: "internal" });
    });

    it("refuses to end what never began, and to begin in no run", async () => {
      await using store = await createStore();
      await expect(store.beginAttempt("run-9", begun)).rejects.toMatchObject({ code: "internal" });
      await store.createRun(sampleRun("run-1"));
      await expect(store.endAttempt("run-1", begun, ended)).rejects.toMatchObject({ code: "internal" });
    });
  });
}

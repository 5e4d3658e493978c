import { runConfigSchema, type RunFilter, type RunStore } from "@kimi/contracts";
import { describe, expect, it } from "vitest";
import { sampleHandoff, sampleRun } from "../sample-run.ts";
import type { CreateStore } from "./create-store.ts";

/** Runs found again by what is known of them. */
export function describeSearch(createStore: CreateStore): void {
  describe("search", () => {
    it("lists the newest first, by target and status, up to a limit", async () => {
      await using store = await createStore();
      await store.createRun(sampleRun("a", { startedAt: "2026-11-01T10:00:00.000Z", status: "failed" }));
      await store.createRun(sampleRun("c", { startedAt: "2026-11-03T10:00:00.000Z", status: "failed" }));
      await store.createRun(
        sampleRun("b", {
          startedAt: "2026-11-02T10:00:00.000Z",
          status: "succeeded",
          targetPath: "/projects/other",
        }),
      );
      await store.createRun(sampleRun("d", { startedAt: "2026-11-03T10:00:00.000Z", status: "succeeded" }));
      const ids = async (filter?: Parameters<typeof store.listRuns>[0]): Promise<string[]> =>
        (await store.listRuns(filter)).map(({ id }) => id);
      expect(await ids()).toEqual(["d", "c", "b", "a"]);
      expect(await ids({ limit: 2 })).toEqual(["d", "c"]);
      expect(await ids({ targetPath: "/projects/other" })).toEqual(["b"]);
      expect(await ids({ status: "failed" })).toEqual(["c", "a"]);
      expect(await ids({ status: "failed", targetPath: "/projects/other" })).toEqual([]);
    });

    it("lists runs without their input and their ledger", async () => {
      await using store = await createStore();
      await store.createRun(sampleRun("a", { status: "failed" }));
      const { config: _config, ledger: _ledger, ...summary } = sampleRun("a", { status: "failed" });
      expect(await store.listRuns()).toEqual([summary]);
    });

    it("lists runs by when they started: from an instant on, and before another", async () => {
      await using store = await createStore();
      for (const day of [1, 2, 3])
        await store.createRun(sampleRun(`day-${day}`, { startedAt: `2026-11-0${day}T10:00:00.000Z` }));
      expect(await idsOf(store, { since: "2026-11-02T10:00:00.000Z" })).toEqual(["day-3", "day-2"]);
      expect(await idsOf(store, { until: "2026-11-02T10:00:00.000Z" })).toEqual(["day-1"]);
      expect(
        await idsOf(store, { since: "2026-11-02T00:00:00.000Z", until: "2026-11-03T00:00:00.000Z" }),
      ).toEqual(["day-2"]);
    });

    it("finds runs by words of the prompt and of what was submitted, wherever each word is", async () => {
      await using store = await createStore();
      const config = runConfigSchema.parse({ targetPath: "/p", prompt: "Add a café greeting" });
      await store.createRun(sampleRun("a", { config, startedAt: "2026-11-01T10:00:00.000Z" }));
      await store.createRun(sampleRun("b", { startedAt: "2026-11-02T10:00:00.000Z" }));
      const at = "2026-11-01T10:00:01.000Z";
      const attempt = {
        stage: "requirements",
        attempt: 1,
        stageIndex: 0,
        role: "requirements",
        startedAt: at,
      };
      await store.beginAttempt("a", { ...attempt, input: sampleHandoff });
      const output = { requirements: [{ id: "REQ-1", statement: "The greeter shouts loudly" }], done: true };
      await store.endAttempt("a", attempt, { endedAt: at, outcome: "submitted", output, reason: null });
      expect(await idsOf(store, { text: "greeting" })).toEqual(["b", "a"]);
      expect(await idsOf(store, { text: "CAFE" })).toEqual(["a"]);
      expect(await idsOf(store, { text: "greeting shout" })).toEqual(["a"]);
      expect(await idsOf(store, { text: "REQ-1" })).toEqual(["a"]);
      expect(await idsOf(store, { text: "statement" })).toEqual([]);
      expect(await idsOf(store, { text: "reeting" })).toEqual([]);
      expect(await idsOf(store, { text: " " })).toEqual(["b", "a"]);
      expect(await idsOf(store, { text: 'greeting OR "NOT * ^ -' })).toEqual([]);
      expect(await idsOf(store, { text: '"café' })).toEqual(["a"]);
    });
  });
}

async function idsOf(store: RunStore, filter: RunFilter): Promise<string[]> {
  return (await store.listRuns(filter)).map(({ id }) => id);
}

import { describe, expect, it } from "vitest";
import { sampleRun } from "../sample-run.ts";
import type { CreateStore } from "./create-store.ts";

const at = "2026-11-01T10:00:01.000Z";

/** The log. */
export function describeEvents(createStore: CreateStore): void {
  describe("events", () => {
    it("numbers events from 1 without gaps, each run by itself", async () => {
      await using store = await createStore();
      await store.createRun(sampleRun("run-1"));
      await store.createRun(sampleRun("run-2"));
      const sequences: number[] = [];
      for (const runId of ["run-1", "run-2", "run-1", "run-1", "run-2"]) {
        sequences.push((await store.appendEvent(runId, at, { type: "note", message: runId })).sequence);
      }
      expect(sequences).toEqual([1, 1, 2, 3, 2]);
      expect((await store.readEvents("run-1")).map(({ sequence }) => sequence)).toEqual([1, 2, 3]);
    });

    it("keeps the order in which events were given, awaited or not", async () => {
      await using store = await createStore();
      await store.createRun(sampleRun("run-1"));
      const messages = Array.from({ length: 20 }, (_, index) =>
        index % 5 === 0 ? "x".repeat(150_000 + index) : `${index}`,
      );
      await Promise.all(messages.map((message) => store.appendEvent("run-1", at, { type: "note", message })));
      const events = await store.readEvents("run-1");
      expect(events.map(({ event }) => event.type === "note" && event.message)).toEqual(messages);
    });

    it("returns and reads back what was given, and reads on from any place", async () => {
      await using store = await createStore();
      await store.createRun(sampleRun("run-1"));
      const stored = [
        await store.appendEvent("run-1", at, { type: "note", message: "Grüße, 世界 \u{1f680} \0 end" }),
        await store.appendEvent("run-1", at, {
          type: "tool-called",
          stage: "coding",
          attempt: 1,
          tool: "write_file",
          toolCallId: "call_1",
          input: { path: "a.ts", nested: [1, null, { deep: true }] },
        }),
        await store.appendEvent("run-1", at, { type: "stage-finished", stage: "coding" }),
      ];
      expect(await store.readEvents("run-1")).toEqual(stored);
      expect(await store.readEvents("run-1", 0)).toEqual(stored);
      expect(await store.readEvents("run-1", 2)).toEqual(stored.slice(2));
      expect(await store.readEvents("run-1", 3)).toEqual([]);
    });

    it("refuses an event for no run, and one it could not read back", async () => {
      await using store = await createStore();
      const note = { type: "note", message: "x" } as const;
      await expect(store.appendEvent("run-9", at, note)).rejects.toMatchObject({ code: "internal" });
      await store.createRun(sampleRun("run-1"));
      await expect(store.appendEvent("run-1", "noon", note)).rejects.toMatchObject({ code: "internal" });
      const unknownKey: typeof note = Object.assign({ extra: 1 }, note);
      await expect(store.appendEvent("run-1", at, unknownKey)).rejects.toMatchObject({ code: "internal" });
      expect(await store.readEvents("run-1")).toEqual([]);
    });
  });
}

import type { RunEvent, StoredEvent } from "@kimi/contracts";
import { describe, expect, it } from "vitest";
import { RunRecorder } from "../../src/record/run-recorder.ts";

const clock = { now: () => new Date(0), elapsedMs: () => 0 };
const redactor = { redact: (text: string) => ({ text: text.replaceAll("hunter2", "***"), findings: [] }) };
const note = (message: string): RunEvent => ({ type: "note", message });

describe("RunRecorder", () => {
  it("stores events without secrets, one after another as they were emitted, and only then shows them", async () => {
    const stored: RunEvent[] = [];
    const shown: StoredEvent[] = [];
    let busy = 0;
    const store = {
      async appendEvent(_runId: string, at: string, event: RunEvent) {
        busy += 1;
        expect(busy).toBe(1);
        await Promise.resolve();
        busy -= 1;
        stored.push(event);
        return { sequence: stored.length, at, event };
      },
    };
    const recorder = new RunRecorder({
      runId: "run",
      store,
      clock,
      redactor,
      onStored(event) {
        expect(stored).toContain(event.event);
        shown.push(event);
      },
    });
    for (const message of ["a", "b is hunter2", "c"]) recorder.emit(note(message));
    await recorder.flush();
    expect(shown.map((one) => one.event)).toEqual([note("a"), note("b is ***"), note("c")]);
  });

  it("throws the store's first error at the next flush, and appends nothing after it", async () => {
    let appended = 0;
    const store = {
      appendEvent(): Promise<StoredEvent> {
        appended += 1;
        return Promise.reject(new Error("disk full"));
      },
    };
    const recorder = new RunRecorder({ runId: "run", store, clock, redactor, onStored: () => {} });
    recorder.emit(note("a"));
    recorder.emit(note("b"));
    await expect(recorder.flush()).rejects.toThrow("disk full");
    await expect(recorder.flush()).rejects.toThrow("disk full");
    expect(appended).toBe(1);
  });
});

import { PassThrough } from "node:stream";
import type { RunEvent } from "@kimi/contracts";
import { describe, expect, it } from "vitest";
import { createJsonProgress } from "../../src/progress/json-progress.ts";
import { createPlainProgress } from "../../src/progress/plain-progress.ts";

const stored = (event: RunEvent) => ({ sequence: 7, at: "2026-01-01T00:00:00.000Z", event });
const note: RunEvent = { type: "note", message: "hello" };

describe("JSON progress", () => {
  it("writes one object a line, with the place in the log and the event's own members", () => {
    const stdout = new PassThrough();
    createJsonProgress({ stdout }).event(stored(note));
    const line = String(stdout.read());
    expect(line.endsWith("\n")).toBe(true);
    expect(JSON.parse(line)).toEqual({
      sequence: 7,
      at: "2026-01-01T00:00:00.000Z",
      type: "note",
      message: "hello",
    });
  });
});

describe("plain progress", () => {
  it("writes lines without control characters, and nothing for events only the record needs", () => {
    const stderr = new PassThrough();
    const progress = createPlainProgress({ stderr });
    progress.event(stored(note));
    progress.event(stored({ type: "stage-finished", stage: "coding" }));
    expect(String(stderr.read())).toBe("note           hello\n");
  });
});

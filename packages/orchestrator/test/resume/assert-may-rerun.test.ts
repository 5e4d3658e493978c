import type { RunEvent, StoredEvent } from "@kimi/contracts";
import { describe, expect, it } from "vitest";
import { assertMayRerun } from "../../src/resume/assert-may-rerun.ts";

const record = "internal/commands/coding/1/0001.json";

function log(...events: readonly RunEvent[]): readonly StoredEvent[] {
  return events.map((event, index) => ({ sequence: index + 1, at: "2026-11-01T10:00:00.000Z", event }));
}

function started(changes: Partial<Extract<RunEvent, { type: "command-started" }>> = {}): RunEvent {
  return {
    type: "command-started",
    command: "deploy",
    network: "none",
    tier: "bubblewrap",
    record,
    ...changes,
  };
}

function storeWith(...names: readonly string[]) {
  return {
    listArtifacts: async () =>
      names.map((name) => ({ name, mediaType: "", hash: "0".repeat(64), bytes: 0, producer: null })),
  };
}

describe("a command that was on its way when its run stopped", () => {
  it.each([
    ["had network", started({ network: "host" })],
    ["ran unconfined", started({ tier: "none" })],
  ] as const)("is the user's to decide about when it %s", async (why, event) => {
    await expect(assertMayRerun(storeWith(), "run", log(event))).rejects.toMatchObject({
      code: "usage",
      message: expect.stringMatching(new RegExp(`${why}: deploy\\. .*--rerun-commands`)),
    });
  });

  it("runs again by itself when it was confined and had no network", async () => {
    await expect(assertMayRerun(storeWith(), "run", log(started()))).resolves.toBeUndefined();
  });

  it("is no question once it has ended, since then it is not run again", async () => {
    const events = log(started({ network: "host" }), started({ tier: "none", record: "other" }));
    await expect(assertMayRerun(storeWith(record, "other"), "run", events)).resolves.toBeUndefined();
    await expect(assertMayRerun(storeWith(record), "run", events)).rejects.toThrow(/ran unconfined/);
  });
});

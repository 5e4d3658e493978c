import type { RunEvent } from "@kimi/contracts";
import { expect, it } from "vitest";
import { nextPhase } from "../../src/progress/next-phase.ts";

const position = { stage: "coding", attempt: 1, turn: 1, call: 1 };

it("says what goes on while no persona works, and nothing while one does", () => {
  const events: readonly RunEvent[] = [
    { type: "documents-ingested", documents: [] },
    { type: "attempt-started", stage: "coding", attempt: 1 },
    { type: "model-requested", position, model: "m", hash: "h" },
    { type: "attempt-finished", stage: "coding", attempt: 1, outcome: "submitted", reason: null },
    {
      type: "command-finished",
      purpose: "test",
      command: "node --test",
      exitCode: 0,
      timedOut: false,
      durationMs: 1,
      tier: "none",
    },
    { type: "note", message: "hello" },
    { type: "attempt-started", stage: "documentation", attempt: 1 },
  ];
  let phase = "";
  const phases = events.map((event) => (phase = nextPhase(phase, event)));
  expect(phases).toEqual([
    "taking a snapshot",
    "",
    "",
    "checking the result",
    "running tests",
    "running tests",
    "",
  ]);
});

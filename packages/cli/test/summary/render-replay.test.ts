import type { ReplayReport } from "@kimi/local";
import { describe, expect, it } from "vitest";
import { renderReplay } from "../../src/summary/render-replay.ts";

const same: ReplayReport = {
  runId: "run-1",
  mode: "recorded",
  isSame: true,
  isWhole: true,
  status: { recorded: "succeeded", replayed: "succeeded" },
  reason: "1 of 1 criteria are proven by executed tests.",
  divergence: null,
  tree: { recorded: "a".repeat(64), replayed: "a".repeat(64) },
  criteria: [{ criterion: "REQ-1.1", recorded: "proven", replayed: "proven" }],
  deliverables: { compared: 9, differing: [], timesOnly: [] },
  timesOnly: [],
  modelCalls: 1,
  commands: 2,
  explanations: [],
};

describe("renderReplay", () => {
  it("says in a few lines that all is the same, and where it came from", () => {
    expect(renderReplay(same, 100)).toBe(
      [
        "run     run-1",
        "─".repeat(72),
        "replay  the same: every step, the tree, and 9 deliverables byte for byte",
        "took    1 model answer from the record, 2 commands from the record",
        "status  succeeded, now succeeded",
        "tree    aaaaaaaaaaaa, the same now",
        "",
      ].join("\n"),
    );
  });

  it("shows where it began to be another, what that led to, and why that may be", () => {
    const text = renderReplay(
      {
        ...same,
        isSame: false,
        status: { recorded: "succeeded", replayed: "errored" },
        reason: "The recording has no answer.",
        divergence: {
          place: "coding, attempt 1, turn 1: request",
          kind: "different",
          diff: ["- a = 1", "+ a = 2"],
        },
        criteria: [{ criterion: "REQ-1.1", recorded: "proven", replayed: null }],
        deliverables: { compared: 9, differing: ["trace.json"], timesOnly: [] },
        explanations: ["The persona coding has another configuration than when the run began."],
      },
      100,
    );
    expect(text).toContain("replay  DIFFERENT from what was recorded");
    expect(text).toMatch(/^REQ-1\.1 +proven +- +DIFFERENT$/mu);
    expect(text).toContain(
      "first difference: coding, attempt 1, turn 1: request (- recorded, + now)\n- a = 1\n+ a = 2\n",
    );
    expect(text).toContain("1 of 9 deliverables differ:\n  trace.json\n");
    expect(text).toContain(
      "The persona coding has another configuration than when the run began.\nThe replay ended so: The recording has no answer.\n",
    );
  });

  it("shows every criterion of a verdict that was computed anew, and what only differs in times", () => {
    const text = renderReplay(
      {
        ...same,
        mode: "executed",
        timesOnly: ["coding, attempt 1: result of run_command (call_1)"],
        deliverables: { compared: 9, differing: [], timesOnly: ["trace.json"] },
      },
      200,
    );
    expect(text).toContain("replay  the same verdict, criterion by criterion");
    expect(text).toContain("2 commands run anew");
    expect(text).toMatch(/^REQ-1\.1 +proven +proven$/mu);
    expect(text).toContain(
      "Only times and paths are others in: coding, attempt 1: result of run_command (call_1), trace.json\n",
    );
  });

  it("says of a run that stopped that it was replayed as far as it came", () => {
    const text = renderReplay(
      {
        ...same,
        isWhole: false,
        status: { recorded: "paused", replayed: "errored" },
        tree: { recorded: null, replayed: null },
      },
      120,
    );
    expect(text).toContain("the run stopped there");
    expect(text).toContain("status  paused, now as far as the record goes");
    expect(text).toContain("tree    no verdict was recorded");
  });
});

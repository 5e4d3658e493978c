import type { RunEvent } from "@kimi/contracts";
import { expect, it } from "vitest";
import { describeEvent } from "../../src/progress/describe-event.ts";
import { layOutLine } from "../../src/progress/lay-out-line.ts";

const shown = (event: RunEvent, columns?: number) => {
  const line = describeEvent(event);
  return line === null ? null : layOutLine(line, columns);
};

it("lays further lines below the first one's text, and wraps them there", () => {
  const event: RunEvent = {
    type: "verdict-computed",
    attempt: 1,
    status: "failed",
    proven: 0,
    criteria: 1,
    treeHash: "0".repeat(64),
    reasons: ["REQ-1.1: “greets” in test/greet.test.js fails by assertion."],
  };
  expect(shown(event, 60)).toBe(
    [
      "verdict        failed, 0 of 1 criterion proven",
      "               REQ-1.1: “greets” in test/greet.test.js fails",
      "               by assertion.",
    ].join("\n"),
  );
});

it("counts tests, and names what kept them from running only where the change is there", () => {
  const counts = { runner: "pytest", passed: 0, failed: 0, skipped: 0, problems: ["No module x\nat y"] };
  expect(shown({ type: "tests-finished", tree: "final", ...counts })).toBe(
    "tests          with the change, pytest: no test ran\n               No module x",
  );
  expect(shown({ type: "tests-finished", tree: "baseline", ...counts })).toBe(
    "tests          without the change, pytest: no test ran",
  );
  expect(shown({ type: "tests-finished", tree: "hollow", ...counts, passed: 1, failed: 2 })).toBe(
    "tests          with the change hollowed out, pytest: 1 passed, 2 failed",
  );
});

it("tells what is required, what became of it since the run before, and what nothing cites", () => {
  const accepted: RunEvent = {
    type: "requirements-accepted",
    requirements: 3,
    assumptions: 1,
    uncovered: [{ path: "plan.md", section: "S3", title: "Later", startLine: 9 }],
    changes: {
      since: "0198",
      added: ["REQ-4"],
      changed: [],
      unchanged: ["REQ-1", "REQ-2"],
      removed: ["REQ-3"],
      standing: [],
      carried: ["REQ-2"],
      renumbered: [{ submitted: "REQ-3", id: "REQ-4" }],
      leftovers: ["src/a.js:3-9"],
    },
  };
  expect(shown(accepted)).toBe(
    [
      "requirements   3 requirements, 1 assumption among them",
      "               since run 0198: 1 added (REQ-4); 1 removed (REQ-3); 2 unchanged (REQ-1, REQ-2)",
      "               ids kept by meaning: REQ-3 is REQ-4",
      "               left out by the model, kept because their words still stand: REQ-2",
      "               left of what was removed: src/a.js:3-9",
      "               cited by no requirement: plan.md:9 “Later”",
    ].join("\n"),
  );
  expect(shown({ ...accepted, requirements: 1, assumptions: 0, uncovered: [], changes: null })).toBe(
    "requirements   1 requirement",
  );
});

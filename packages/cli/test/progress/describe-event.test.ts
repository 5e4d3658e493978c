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

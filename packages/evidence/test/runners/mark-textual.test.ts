import type { SuiteResult, TestResult } from "@kimi/contracts";
import { expect, it } from "vitest";
import { markTextual } from "../../src/runners/mark-textual.ts";
import { nodeTestAdapter } from "../../src/runners/node-test/node-test-adapter.ts";

const file = "test/a.test.js";
const test = (name: string, outcome: TestResult["outcome"], message: string | null = null): TestResult => ({
  id: { runner: "node-test", file, name },
  outcome,
  failure: null,
  message,
  durationMs: 1,
});
const suite = (tests: readonly TestResult[], problems: readonly string[] = []): SuiteResult => ({
  runner: "node-test",
  files: [file],
  argv: ["node"],
  exitCode: 0,
  tier: "none",
  tests,
  problems,
  durationMs: 1,
});
const again = [{ adapter: nodeTestAdapter, program: { argv: ["node"] as const }, files: [file] }];

it("tells tests that differ with other words alone from tests that differ in any case", () => {
  const reworded = suite(
    [test("reads", "flaky", "no match"), test("shakes", "flaky", "1 !== 2"), test("holds", "passed")],
    ["When run again: It was ended."],
  );
  const plain = suite([test("reads", "passed"), test("shakes", "flaky", "2 !== 3"), test("holds", "passed")]);
  expect(markTextual([reworded], [plain], again)).toEqual([
    suite([
      test("reads", "textual", "no match"),
      test("shakes", "flaky", "2 !== 3"),
      test("holds", "passed"),
    ]),
  ]);
});

it("leaves suites alone that were not run a third time", () => {
  const reworded = suite([test("reads", "flaky", "no match")]);
  expect(markTextual([reworded], [suite([])], [])).toEqual([reworded]);
});

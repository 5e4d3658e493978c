import type { SuiteResult, TestResult } from "@kimi/contracts";
import { describe, expect, it } from "vitest";
import { mergeRepeated } from "../../src/runners/merge-repeated.ts";

const files = ["test/a.test.js", "test/b.test.js"];
const test = (file: string, name: string, outcome: TestResult["outcome"]): TestResult => ({
  id: { runner: "node-test", file, name },
  outcome,
  failure: outcome === "failed" ? "assertion" : null,
  message: outcome === "failed" ? "1 !== 2" : null,
  durationMs: 1,
});
const suite = (tests: readonly TestResult[], change: Partial<SuiteResult> = {}): SuiteResult => ({
  runner: "node-test",
  files,
  argv: ["node"],
  exitCode: 0,
  tier: "none",
  tests,
  problems: [],
  durationMs: 1,
  ...change,
});
const [a = "", b = ""] = files;

describe("two executions of the same tests", () => {
  it("are one when they agree, also on tests of one name", () => {
    const tests = [test(a, "x", "passed"), test(a, "x", "passed"), test(a, "y", "failed")];
    expect(mergeRepeated([suite(tests)], [suite(tests)])).toEqual([suite(tests)]);
  });

  it("make tests flaky that end in different ways or are not there the second time", () => {
    const [merged] = mergeRepeated(
      [suite([test(a, "x", "passed"), test(a, "y", "failed"), test(a, "z", "passed")])],
      [suite([test(a, "x", "failed"), test(a, "y", "passed")])],
    );
    expect(merged!.tests).toMatchObject([
      { outcome: "flaky", failure: null, message: "1 !== 2" },
      { outcome: "flaky", message: "1 !== 2" },
      { outcome: "flaky", message: "It was passed at first, and did not run when run again." },
    ]);
  });

  it("leave tests of files alone that were run once", () => {
    const first = [test(a, "x", "passed"), test(b, "y", "failed")];
    const [merged] = mergeRepeated([suite(first)], [suite([test(a, "x", "passed")], { files: [a] })]);
    expect(merged!.tests).toEqual(first);
    expect(mergeRepeated([suite(first)], [])).toEqual([suite(first)]);
  });

  it("share what speaks against either", () => {
    const [merged] = mergeRepeated(
      [suite([], { problems: ["Old."] })],
      [suite([], { problems: ["Old.", "It was ended.", `${a}: late`] })],
    );
    expect(merged!.problems).toEqual(["Old.", "When run again: It was ended.", `${a}: when run again: late`]);
  });
});

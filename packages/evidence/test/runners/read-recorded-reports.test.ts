import { readFileSync } from "node:fs";
import { join } from "node:path";
import type { TestRunner } from "@kimi/contracts";
import { describe, expect, it } from "vitest";
import { checkAgreement } from "../../src/runners/check-agreement.ts";
import { readTestReport, type TestReport } from "../../src/runners/read-test-report.ts";

const runners = ["jest", "mocha", "unittest"] as const;
const fileOf = (runner: TestRunner, name: string): string =>
  runner === "unittest" ? `tests/test_${name}.py` : `test/${name}.test.js`;
/** What our reporters wrote in real runs of Jest 30, Mocha 11 and Python 3.11. */
const read = (runner: TestRunner, name: string): TestReport =>
  readTestReport(
    runner,
    readFileSync(join(import.meta.dirname, "../fixtures/reports", `${runner}-${name}.jsonl`), "utf8"),
  );
const problemsOf = (runner: TestRunner, name: string, exitCode: number): readonly string[] =>
  checkAgreement(
    {
      exitCode,
      signal: null,
      timedOut: false,
      stdout: { text: "", totalBytes: 0 },
      stderr: { text: "", totalBytes: 0 },
    },
    read(runner, name),
    [fileOf(runner, name)],
  );

describe.each(runners)("a recorded report of %s", (runner) => {
  it("that all passed has no problems when the runner exits with 0", () => {
    expect(read(runner, "passing").tests).toMatchObject([
      {
        id: {
          file: fileOf(runner, "passing"),
          name: runner === "unittest" ? "TestSums::test_adds" : "sums > adds",
        },
        outcome: "passed",
      },
    ]);
    expect(problemsOf(runner, "passing", 0)).toEqual([]);
    expect(problemsOf(runner, "passing", 1)).toHaveLength(1);
  });

  it("tells what the test asserted from what the code did, and skipped from passed", () => {
    const { tests } = read(runner, "failing");
    const ended = Object.fromEntries(
      tests.map(({ id, outcome, failure }) => [
        id.name.replace(/^(?:sums > |TestSums::test_)/, "").replaceAll("_", " "),
        failure ?? outcome,
      ]),
    );
    expect(ended).toEqual({
      "fails by assertion": "assertion",
      throws: "error",
      "fails in the code": "error",
      passes: "passed",
      "is skipped": "skipped",
      "is planned": runner === "mocha" ? "skipped" : "todo",
      ...(runner === "unittest" ? { asserts: "assertion" } : { "takes too long": "timeout" }),
    });
    expect(problemsOf(runner, "failing", 1)).toEqual([]);
    expect(problemsOf(runner, "failing", 0)).toEqual([
      "The runner exited with 0 although its report holds failures.",
    ]);
  });

  it("holds messages without the place of the tree or of the runner", () => {
    for (const { message } of read(runner, "failing").tests) {
      expect(message ?? "").not.toMatch(/\/tmp\/|node_modules|site-packages|unittest\/case/);
    }
  });

  it.each([
    ["load", 1],
    ["empty", 0],
    ["exit", 0],
  ])("of a file that is to %s is a problem", (name, exitCode) => {
    expect(problemsOf(runner, name, exitCode)).not.toEqual([]);
    expect(read(runner, name).tests).toEqual([]);
  });
});

describe("a recorded report of a file that does not load", () => {
  // Mocha loads all files before it has a reporter, and reports nothing.
  it.each(["jest", "unittest"] as const)("names the file and the reason: %s", (runner) => {
    expect(problemsOf(runner, "load", 1)[0]).toMatch(new RegExp(`^${fileOf(runner, "load")}: [^]*missing`));
  });
});

import { readFileSync } from "node:fs";
import { join } from "node:path";
import type { TestRunner } from "@kimi/contracts";
import { describe, expect, it } from "vitest";
import { checkAgreement } from "../../src/runners/check-agreement.ts";
import { readTestReport } from "../../src/runners/read-test-report.ts";

/** What the reporters wrote in real runs. */
const captured = (runner: string, name: string): string =>
  readFileSync(join(import.meta.dirname, "../fixtures/reports", `${runner}-${name}.jsonl`), "utf8");
const ended = (exitCode: number | null) => ({
  exitCode,
  signal: exitCode === null ? "SIGKILL" : null,
  timedOut: false,
  stdout: { text: "", totalBytes: 0 },
  stderr: { text: "", totalBytes: 0 },
});
const runners: readonly TestRunner[] = ["node-test", "vitest", "pytest"];
const fileOf = (runner: TestRunner, name: string): string =>
  runner === "pytest" ? `tests/test_${name}.py` : `test/${name}.test.js`;

describe.each(runners)("a report of %s", (runner) => {
  it("that all passed has no problems when the exit code is 0, and one when it is not", () => {
    const report = readTestReport(runner, captured(runner, "passing"));
    expect(report.tests).toMatchObject([{ outcome: "passed", failure: null, message: null }]);
    expect(checkAgreement(ended(0), report, [fileOf(runner, "passing")])).toEqual([]);
    expect(checkAgreement(ended(1), report, [fileOf(runner, "passing")])).toEqual([
      "The runner exited with 1 although its report holds no failure.",
    ]);
  });

  it("tells failed assertions from other errors, and neither skipped nor planned tests from passed ones", () => {
    const report = readTestReport(runner, captured(runner, "failing"));
    const kinds = Object.groupBy(report.tests, ({ outcome, failure }) => failure ?? outcome);
    const count = (kind: string): number => kinds[kind as keyof typeof kinds]?.length ?? 0;
    expect({ assertion: count("assertion"), error: count("error"), timeout: count("timeout") }).toEqual(
      runner === "pytest" ? { assertion: 2, error: 1, timeout: 0 } : { assertion: 1, error: 1, timeout: 1 },
    );
    expect([count("skipped"), count("todo")]).toEqual([1, 1]);
    expect(checkAgreement(ended(1), report, [fileOf(runner, "failing")])).toEqual([]);
    expect(checkAgreement(ended(0), report, [fileOf(runner, "failing")])).toEqual([
      "The runner exited with 0 although its report holds failures.",
    ]);
  });

  it("of a file that does not load says so", () => {
    const report = readTestReport(runner, captured(runner, "load"));
    expect(report.tests).toEqual([]);
    const [problem] = checkAgreement(ended(1), report, [fileOf(runner, "load")]);
    expect(problem).toContain(`${fileOf(runner, "load")}: `);
    expect(problem).toContain("missing");
  });

  it("of an empty file is a problem", () => {
    const report = readTestReport(runner, captured(runner, "empty"));
    expect(checkAgreement(ended(0), report, [fileOf(runner, "empty")])).toContain("No test was executed.");
  });

  it("of a process that left early proves nothing", () => {
    const report = readTestReport(runner, captured(runner, "exit"));
    const problems = checkAgreement(ended(0), report, [fileOf(runner, "exit")]);
    expect(problems.length).toBeGreaterThan(0);
  });

  it("that is cut anywhere is a problem", () => {
    const whole = captured(runner, "failing");
    for (let length = 0; length < whole.trimEnd().length; length += 97) {
      expect(readTestReport(runner, whole.slice(0, length)).problems).not.toEqual([]);
    }
  });
});

describe("a report", () => {
  it("that was not written, is malformed, or goes on after its end is a problem", () => {
    expect(readTestReport("vitest", undefined).problems).toEqual(["The runner wrote no report."]);
    const end = '{"type":"end","tests":0}\n';
    expect(readTestReport("vitest", `${end}all good\n`).problems).toEqual([
      "Line 2 of the report is malformed.",
    ]);
    expect(readTestReport("vitest", end + end).problems).toEqual(["The report goes on after its end."]);
    expect(readTestReport("vitest", '{"type":"end","tests":2}\n').problems).toEqual([
      "The report holds 0 tests and speaks of 2.",
    ]);
  });

  it("of a runner that was killed or took too long is a problem", () => {
    const report = readTestReport("node-test", captured("node-test", "passing"));
    const files = [fileOf("node-test", "passing")];
    expect(checkAgreement(ended(null), report, files)).toEqual(["The runner was ended by SIGKILL."]);
    expect(checkAgreement({ ...ended(null), timedOut: true }, report, files)).toEqual([
      "The runner was ended because it took too long.",
    ]);
  });

  it("that is silent about a file is a problem", () => {
    const report = readTestReport("node-test", captured("node-test", "passing"));
    expect(checkAgreement(ended(0), report, [fileOf("node-test", "passing"), "test/b.test.js"])).toEqual([
      "test/b.test.js: no test was executed.",
    ]);
  });

  it("holds messages of 4,000 characters at most", () => {
    const line = { type: "test", file: "a", name: "b", outcome: "failed", failure: null, durationMs: null };
    const text = `${JSON.stringify({ ...line, message: "😀".repeat(5_000) })}\n{"type":"end","tests":1}\n`;
    const [test] = readTestReport("vitest", text).tests;
    expect(test?.message?.length).toBeLessThanOrEqual(4_000);
    expect(test?.message?.isWellFormed()).toBe(true);
    expect(test?.failure).toBe("error");
  });
});

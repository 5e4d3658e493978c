import type { SuiteResult, TestResult, TestRunner } from "@kimi/contracts";

/** What came of all files of one suite of checks. */
export interface CheckOutcome {
  readonly runner: TestRunner;
  readonly files: readonly string[];
  readonly tests: readonly TestResult[];
  readonly problems: readonly string[];
  readonly tier: SuiteResult["tier"];
  readonly durationMs: number;
}

/**
 * The result of a suite of checks. It has no command of its own: the exit code says whether all held, as a runner's
 * does.
 */
export function concludeChecks({ runner, files, ...found }: CheckOutcome): SuiteResult {
  const failed = found.problems.length > 0 || found.tests.some(({ outcome }) => outcome !== "passed");
  return { runner, files, argv: [runner, ...files], exitCode: failed ? 1 : 0, ...found };
}

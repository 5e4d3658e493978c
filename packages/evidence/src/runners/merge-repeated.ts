import type { SuiteResult, TestResult } from "@kimi/contracts";
import { testKey } from "../red/judge-red.ts";

/**
 * The results of a first execution beside those of a second one of some of its files: a test that did not end the same
 * way twice is flaky, and what speaks against the second execution speaks against the first.
 */
export function mergeRepeated(
  first: readonly SuiteResult[],
  second: readonly SuiteResult[],
): readonly SuiteResult[] {
  return first.map((suite) => {
    const repeated = second.find(
      ({ runner, files }) => runner === suite.runner && files.some((file) => suite.files.includes(file)),
    );
    if (repeated === undefined) return suite;
    const known = new Set(suite.problems);
    const added = repeated.problems.filter((problem) => !known.has(problem));
    return {
      ...suite,
      tests: suite.tests.map((test) =>
        repeated.files.includes(test.id.file) ? compare(test, repeated) : test,
      ),
      problems: [...suite.problems, ...added.map((problem) => repeatProblem(problem, suite.files))],
    };
  });
}

/** Tests of one name are compared as a group: nothing else tells them apart. */
function compare(test: TestResult, { tests }: SuiteResult): TestResult {
  const twins = tests.filter(({ id }) => testKey(id) === testKey(test.id));
  const [other] = twins.filter(({ outcome }) => outcome !== test.outcome);
  if (other === undefined && twins.length > 0) return test;
  const failing = [test, ...twins].find(({ outcome }) => outcome === "failed");
  return {
    ...test,
    outcome: "flaky",
    failure: null,
    message:
      failing?.message ??
      `It was ${test.outcome} at first, and ${other?.outcome ?? "did not run"} when run again.`,
  };
}

/** A problem of a file stays one. */
function repeatProblem(problem: string, files: readonly string[]): string {
  const file = files.find((each) => problem.startsWith(`${each}: `));
  return file === undefined
    ? `When run again: ${problem}`
    : `${file}: when run again: ${problem.slice(file.length + 2)}`;
}

import type { SuiteResult, TestResult } from "@kimi/contracts";
import { testKey } from "../red/judge-red.ts";
import type { Suite } from "./run-suite.ts";

/**
 * The results beside a repetition with the work of the run in other words (`reworded`) and one without (`plain`): what
 * ended otherwise in the former alone judges the words. Suites that were not run a third time stay as they are.
 */
export function markTextual(
  reworded: readonly SuiteResult[],
  plain: readonly SuiteResult[],
  again: readonly Suite[],
): readonly SuiteResult[] {
  return reworded.map((suite, index) => {
    const other = plain[index];
    const isAgain = again.some(
      ({ adapter, files }) =>
        adapter.runner === suite.runner && files.some((file) => suite.files.includes(file)),
    );
    if (other === undefined || !isAgain) return suite;
    const differing = new Map(
      suite.tests.flatMap((test) => (test.outcome === "flaky" ? [[testKey(test.id), test]] : [])),
    );
    return { ...other, tests: other.tests.map((test) => compare(test, differing.get(testKey(test.id)))) };
  });
}

function compare(plain: TestResult, reworded: TestResult | undefined): TestResult {
  return reworded === undefined || plain.outcome === "flaky"
    ? plain
    : { ...plain, outcome: "textual", failure: null, message: reworded.message };
}

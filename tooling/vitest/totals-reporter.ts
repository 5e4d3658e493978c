import type { Reporter, TestCase } from "vitest/node";

/** Ends a test run with one plain line, `123 passed, 0 failed`, for readers that are programs. */
export default class TotalsReporter implements Reporter {
  #passed = 0;
  #failed = 0;

  onTestCaseResult(test: TestCase): void {
    const { state } = test.result();
    if (state === "passed") this.#passed += 1;
    if (state === "failed") this.#failed += 1;
  }

  onTestRunEnd(): void {
    console.log(`\n${this.#passed} passed, ${this.#failed} failed`);
  }
}

import type { SuiteResult, WorkingTree } from "@kimi/contracts";
import { checkAgreement } from "./check-agreement.ts";
import { readTestReport } from "./read-test-report.ts";
import {
  reportFileName,
  type RunnerAdapter,
  type RunSuiteOptions,
  type TestProgram,
} from "./runner-adapter.ts";

/** A runner, its program, and the test files it is to run. */
export interface Suite {
  readonly adapter: RunnerAdapter;
  readonly program: TestProgram;
  readonly files: readonly string[];
}

/** Runs the test files in a tree and reads what came of it. Nothing about the result is taken from what was printed. */
export async function runSuite(
  tree: Pick<WorkingTree, "files" | "commands">,
  suite: Suite,
  options: RunSuiteOptions,
): Promise<SuiteResult> {
  const { adapter } = suite;
  if ("runChecks" in adapter) return await adapter.runChecks(tree, suite, options);
  const { runner, reportFile = reportFileName } = adapter;
  const command = adapter.buildCommand(suite.program, suite.files);
  const result = await tree.commands.run({
    ...command,
    reportFiles: [reportFile],
    timeoutMs: options.timeoutMs,
    signal: options.signal,
  });
  options.onCommand(command.argv, result);
  const { readReport = (text) => readTestReport(runner, text) } = adapter;
  const report = readReport(result.reports[reportFile], suite.files);
  const asked = new Set(suite.files);
  return {
    runner,
    files: suite.files,
    argv: command.argv,
    exitCode: result.exitCode,
    tier: result.tier,
    // A runner that takes files as patterns may run more than it was asked for.
    tests: report.tests.filter(({ id }) => asked.has(id.file)),
    problems: checkAgreement(result, report, suite.files),
    durationMs: result.durationMs,
  };
}

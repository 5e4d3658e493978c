import type { CommandResult } from "@kimi/contracts";
import type { TestReport } from "./read-test-report.ts";

/**
 * What makes the results of an execution unusable: exit code and report must tell the same story, and every file
 * that was asked for must have run a test.
 */
export function checkAgreement(
  result: Pick<CommandResult, "exitCode" | "signal" | "timedOut" | "stderr" | "stdout">,
  report: TestReport,
  files: readonly string[],
): readonly string[] {
  const problems = [...report.problems];
  if (result.timedOut) problems.push("The runner was ended because it took too long.");
  else if (result.signal !== null) problems.push(`The runner was ended by ${result.signal}.`);
  else if (result.exitCode === 0 && report.failed) {
    problems.push("The runner exited with 0 although its report holds failures.");
  } else if (result.exitCode !== 0 && !report.failed) {
    problems.push(`The runner exited with ${result.exitCode} although its report holds no failure.`);
  }
  const executed = report.tests.filter(({ outcome }) => outcome === "passed" || outcome === "failed");
  if (executed.length === 0) problems.push("No test was executed.");
  else problems.push(...findSilentFiles(executed, report, files));
  return problems.length > 0 && report.tests.length === 0 ? [...problems, ...quoteOutput(result)] : problems;
}

function findSilentFiles(
  executed: TestReport["tests"],
  report: TestReport,
  files: readonly string[],
): readonly string[] {
  const spoken = new Set(executed.map(({ id }) => id.file));
  return files
    .filter(
      (file) => !spoken.has(file) && !report.problems.some((problem) => problem.startsWith(`${file}: `)),
    )
    .map((file) => `${file}: no test was executed.`);
}

/** Where nothing was reported, the last lines that the runner printed are all there is to go by. */
function quoteOutput({ stderr, stdout }: Pick<CommandResult, "stderr" | "stdout">): readonly string[] {
  const text = (stderr.text.trim() === "" ? stdout.text : stderr.text).trim();
  return text === "" ? [] : [`The runner printed: ${text.slice(-1_000)}`];
}

import type { EvidenceRequest, SuiteResult, WorkingTree } from "@kimi/contracts";
import { runSuite, type Suite } from "./run-suite.ts";

export type SuiteRunContext = Pick<EvidenceRequest, "emit" | "signal">;

/** Runs suites one after the other in one tree and tells how each ended. */
export async function runSuites(
  tree: Pick<WorkingTree, "files" | "commands">,
  suites: readonly Suite[],
  context: SuiteRunContext,
  options: { readonly tree: "final" | "baseline" | "hollow"; timeoutMs(suite: Suite): number },
): Promise<readonly SuiteResult[]> {
  const results: SuiteResult[] = [];
  for (const suite of suites) {
    const result = await runSuite(tree, suite, {
      timeoutMs: options.timeoutMs(suite),
      signal: context.signal,
      onCommand: (argv, { exitCode, timedOut, durationMs, tier }) =>
        context.emit({
          type: "command-finished",
          purpose: "test",
          command: argv.join(" "),
          exitCode,
          timedOut,
          durationMs,
          tier,
        }),
    });
    results.push(result);
    context.emit(summarise(result, options.tree));
  }
  return results;
}

function summarise(
  { runner, tests, problems }: SuiteResult,
  tree: "final" | "baseline" | "hollow",
): Parameters<EvidenceRequest["emit"]>[0] {
  const count = (...outcomes: readonly string[]): number =>
    tests.filter(({ outcome }) => outcomes.includes(outcome)).length;
  return {
    type: "tests-finished",
    tree,
    runner,
    passed: count("passed"),
    failed: count("failed"),
    skipped: count("skipped", "todo"),
    problems: [...problems],
  };
}

import type { SuiteResult, TestingOutput, WorkingTree } from "@kimi/contracts";
import { normalisePath } from "../bindings/normalise-path.ts";
import type { Suite } from "./run-suite.ts";
import { runnerAdapters } from "./runner-adapters.ts";

/** What can run, and the results of what cannot. */
export interface SuiteSelection {
  readonly suites: readonly Suite[];
  /** A result without tests for each runner that is not there. */
  readonly unavailable: readonly SuiteResult[];
}

/** One suite a runner, each with its program as found in `tree`. */
export async function selectSuites(
  testing: TestingOutput,
  tree: Pick<WorkingTree, "files" | "commands">,
  signal: AbortSignal,
): Promise<SuiteSelection> {
  const suites: Suite[] = [];
  const unavailable: SuiteResult[] = [];
  for (const [runner, listed] of Map.groupBy(testing.suites, (suite) => suite.runner)) {
    const adapter = runnerAdapters[runner];
    const files = [...new Set(listed.flatMap((suite) => suite.files.map(normalisePath)))].toSorted();
    const program = await adapter.findProgram(tree, signal);
    if ("obstacle" in program) {
      unavailable.push({
        runner,
        files,
        argv: [],
        exitCode: null,
        tier: "none",
        tests: [],
        problems: [program.obstacle],
        durationMs: 0,
      });
    } else suites.push({ adapter, program, files });
  }
  return { suites, unavailable };
}

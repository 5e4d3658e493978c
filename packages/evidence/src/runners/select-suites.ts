import type { SuiteResult, TestingOutput, TestRunner, WorkingTree } from "@kimi/contracts";
import { normalisePath } from "../bindings/normalise-path.ts";
import { runsFileByFile } from "./declared/fill-command.ts";
import type { Suite } from "./run-suite.ts";
import { runnerAdapters } from "./runner-adapters.ts";

/** What can run, and the results of what cannot. */
export interface SuiteSelection {
  readonly suites: readonly Suite[];
  /** A result without tests for each runner that is not there. */
  readonly unavailable: readonly SuiteResult[];
}

/** One suite a runner, each with its program as found in `tree`; with a declared command, one for each command. */
export async function selectSuites(
  testing: TestingOutput,
  tree: Pick<WorkingTree, "files" | "commands">,
  signal: AbortSignal,
): Promise<SuiteSelection> {
  const suites: Suite[] = [];
  const unavailable: SuiteResult[] = [];
  const groups = Map.groupBy(testing.suites, (suite) => JSON.stringify([suite.runner, commandOf(suite)]));
  for (const [first, ...more] of groups.values()) {
    if (first === undefined) continue;
    const adapter = runnerAdapters[first.runner];
    const listed = [first, ...more].flatMap((suite) => suite.files.map(normalisePath));
    const files = [...new Set(listed)].toSorted();
    const [name, ...rest] = commandOf(first);
    const program =
      name === undefined ? await adapter.findProgram(tree, signal) : { argv: [name, ...rest] as const };
    if ("obstacle" in program) unavailable.push(withoutProgram(first.runner, files, program.obstacle));
    else if (runsFileByFile(program.argv)) {
      suites.push(...files.map((file) => ({ adapter, program, files: [file] })));
    } else suites.push({ adapter, program, files });
  }
  return { suites, unavailable };
}

function commandOf(suite: TestingOutput["suites"][number]): readonly string[] {
  return "command" in suite ? suite.command : [];
}

function withoutProgram(runner: TestRunner, files: readonly string[], obstacle: string): SuiteResult {
  return {
    runner,
    files,
    argv: [],
    exitCode: null,
    tier: "none",
    tests: [],
    problems: [obstacle],
    durationMs: 0,
  };
}

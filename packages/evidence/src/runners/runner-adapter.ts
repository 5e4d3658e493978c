import type { CommandResult, SuiteResult, TestRunner, WorkingTree } from "@kimi/contracts";
import type { TestReport } from "./read-test-report.ts";

/** The program that runs the tests of one runner, found in one tree and used in all of them. */
export interface TestProgram {
  /** What comes before the test files: `["node", "--test"]`. */
  readonly argv: readonly [string, ...string[]];
}

/** What a command of a runner needs besides the program. */
interface RunnerCommand {
  readonly argv: readonly [string, ...string[]];
  readonly env: Readonly<Record<string, string>>;
  readonly supportFiles: Readonly<Record<string, string>>;
}

interface RunnerParts {
  readonly runner: TestRunner;
  /** Why the runner cannot be used, as far as files show; `null` when they do not say so. */
  findObstacle(files: WorkingTree["files"]): Promise<string | null>;
  /** The program, or one sentence on why there is none. */
  findProgram(
    tree: Pick<WorkingTree, "files" | "commands">,
    signal: AbortSignal,
  ): Promise<TestProgram | { readonly obstacle: string }>;
}

/**
 * One test runner. Adapters differ in how the program is found, in the command, and in the reporter that they put
 * into `{support}`; all reporters write the same lines (see `test-report.ts`) to `{reports}/results.jsonl`. Runners that
 * take no reporter of ours have what they print or write put there, and read it themselves.
 */
export interface ReportingAdapter extends RunnerParts {
  /** `files` are relative to the root of the tree. */
  buildCommand(program: TestProgram, files: readonly string[]): RunnerCommand;
  /** Reads a report that none of our reporters wrote. @default {@link readTestReport} */
  readonly readReport?: (report: string | undefined, files: readonly string[]) => TestReport;
  /** Name of the file in `{reports}`. @default {@link reportFileName} */
  readonly reportFile?: string;
}

/** What runs checks: files that say what a command or a service is to answer. Found and expected are compared here. */
export interface CheckingAdapter extends RunnerParts {
  runChecks(
    tree: Pick<WorkingTree, "files" | "commands">,
    suite: { readonly program: TestProgram; readonly files: readonly string[] },
    options: RunSuiteOptions,
  ): Promise<SuiteResult>;
}

export type RunnerAdapter = ReportingAdapter | CheckingAdapter;

export interface RunSuiteOptions {
  /** For all that the suite executes. */
  readonly timeoutMs: number;
  readonly signal: AbortSignal;
  /** Called with each command and how it ended. */
  onCommand(argv: readonly string[], result: CommandResult): void;
}

/** The one file a reporter writes, in `{reports}`. */
export const reportFileName = "results.jsonl";

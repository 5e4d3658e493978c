import type { SuiteResult, TestResult, WorkingTree } from "@kimi/contracts";
import { cutText } from "../../cut-text.ts";
import { concludeChecks } from "../check-file/conclude-checks.ts";
import { readCheckFile } from "../check-file/read-check-file.ts";
import type { CheckingAdapter, RunSuiteOptions } from "../runner-adapter.ts";
import { type CommandCheck, commandCheckFileSchema } from "./command-check-file.ts";
import { judgeCommand } from "./judge-command.ts";

/** Of one command; the suite's own limit holds for all of them together. */
const checkTimeoutMs = 60_000;

/** Of each stream: more than that is no answer that somebody wrote down. */
const maxOutputBytes = 1024 * 1024;

/**
 * Commands with an expected answer. Each is a confined command of its own, and what it printed is compared out here,
 * where nothing that it starts can reach.
 */
export const commandCheckAdapter: CheckingAdapter = {
  runner: "command-check",
  findObstacle: async () => null,
  // There is no program besides the commands that are checked.
  findProgram: async () => ({ argv: ["command-check"] }),
  async runChecks(tree, { files }, options) {
    const bench = new CommandBench(tree, options);
    for (const file of files) await bench.runFile(file);
    return bench.conclude(files);
  },
};

/** Runs checks one after the other, and keeps what came of them and the time that is left. */
class CommandBench {
  readonly #tree: Pick<WorkingTree, "files" | "commands">;
  readonly #options: RunSuiteOptions;
  readonly #tests: TestResult[] = [];
  readonly #problems: string[] = [];
  #tier: SuiteResult["tier"] = "none";
  #spentMs = 0;

  constructor(tree: Pick<WorkingTree, "files" | "commands">, options: RunSuiteOptions) {
    this.#tree = tree;
    this.#options = options;
  }

  async runFile(file: string): Promise<void> {
    const read = await readCheckFile(file, this.#tree.files, commandCheckFileSchema);
    if ("problem" in read) {
      this.#problems.push(read.problem);
      return;
    }
    for (const check of read.content.checks) {
      if (this.#spentMs >= this.#options.timeoutMs) {
        this.#problems.push(`${file}: The checks were ended because they took too long.`);
        return;
      }
      await this.#run(file, check);
    }
  }

  conclude(files: readonly string[]): SuiteResult {
    return concludeChecks({
      runner: "command-check",
      files,
      tests: this.#tests,
      problems: this.#problems,
      tier: this.#tier,
      durationMs: this.#spentMs,
    });
  }

  async #run(file: string, check: CommandCheck): Promise<void> {
    const { timeoutMs, signal } = this.#options;
    const result = await this.#tree.commands.run({
      // A program that is not there is an answer too, and no failure of ours: a shell says so by exiting with 127.
      argv: ["/bin/sh", "-c", 'exec "$@"', "check", ...check.command],
      timeoutMs: Math.min(checkTimeoutMs, timeoutMs - this.#spentMs),
      maxOutputBytes,
      signal,
    });
    this.#options.onCommand(check.command, result);
    this.#spentMs += result.durationMs;
    this.#tier = result.tier;
    const { message, ...judged } = judgeCommand(check, result);
    this.#tests.push({
      id: { runner: "command-check", file, name: check.name },
      ...judged,
      message: message === null ? null : cutText(message, 4_000),
      durationMs: result.durationMs,
    });
  }
}

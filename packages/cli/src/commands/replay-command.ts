import { exitCodes, KimiError, type RunEventType } from "@kimi/contracts";
import type { CommandModule } from "yargs";
import { openLocal } from "../open-local.ts";
import { runPositional } from "../options/run-positional.ts";
import { createPlainProgress } from "../progress/plain-progress.ts";
import { renderReplay } from "../summary/render-replay.ts";
import { printJson, stdoutColumns, type Terminal } from "../terminal.ts";
import { findRun } from "./find-run.ts";

interface ReplayArguments {
  readonly run: string;
  readonly execute: boolean;
  readonly "rerun-commands": boolean;
  readonly json: boolean;
}

/** The replay is not what was recorded. */
const differentExitCode = 1;

/** `kimi-agent replay <run>` */
export function replayCommand(
  terminal: Terminal,
  finish: (exitCode: number) => void,
): CommandModule<object, ReplayArguments> {
  return {
    command: "replay <run>",
    describe: "let a recorded run happen again beside the project, and say what is different",
    builder: (command) =>
      command
        .positional("run", runPositional)
        .option("execute", {
          type: "boolean",
          default: false,
          describe: "run its commands and tests anew, and compare the verdicts",
        })
        .option("rerun-commands", {
          type: "boolean",
          default: false,
          describe: "with --execute: also commands that had network or ran unconfined",
        })
        .option("json", { type: "boolean", default: false, describe: "the report as one JSON object" })
        .epilogue("Exit codes: 0 the same, 1 different, 2 cannot be replayed."),
    handler: (args) => replay(terminal, finish, args),
  };
}

async function replay(
  terminal: Terminal,
  finish: (exitCode: number) => void,
  { run: wanted, execute, "rerun-commands": rerunCommands, json }: ReplayArguments,
): Promise<void> {
  if (rerunCommands && !execute) {
    throw new KimiError(
      "usage",
      "--rerun-commands was given without --execute, and without that no command runs: add it, or leave both out.",
    );
  }
  await using local = await openLocal(terminal);
  const run = await findRun(local.store, wanted);
  const { signal } = terminal;
  const progress = createPlainProgress(terminal);
  const report = await local.replay(run.id, {
    execute,
    rerunCommands,
    signal,
    onEvent: (stored) => {
      if (!json && !ofTheProject.has(stored.event.type)) progress.event(stored);
    },
  });
  if (!report.isSame) finish(signal.aborted ? exitCodes.cancelled : differentExitCode);
  if (json) printJson(terminal.stdout, report, 2);
  else terminal.stdout.write(renderReplay(report, stdoutColumns(terminal)));
}

/** What a replay says of the project did not happen to it now. */
const ofTheProject: ReadonlySet<RunEventType> = new Set([
  "run-started",
  "tree-applied",
  "tree-restored",
  "conflict-found",
  "upload-created",
  "upload-deleted",
  "run-ended",
]);

import { isKimiError } from "@kimi/contracts";
import yargs from "yargs";
import { applyCommand } from "./commands/apply-command.ts";
import { auditCommand } from "./commands/audit-command.ts";
import { doctorCommand } from "./commands/doctor-command.ts";
import { exportCommand } from "./commands/export-command.ts";
import { recoverCommand } from "./commands/recover-command.ts";
import { replayCommand } from "./commands/replay-command.ts";
import { resumeCommand } from "./commands/resume-command.ts";
import { rollbackCommand } from "./commands/rollback-command.ts";
import { runCommand } from "./commands/run-command.ts";
import { runsDiffCommand } from "./commands/runs-diff-command.ts";
import { runsEventsCommand } from "./commands/runs-events-command.ts";
import { runsForgetCommand } from "./commands/runs-forget-command.ts";
import { runsListCommand } from "./commands/runs-list-command.ts";
import { runsPruneCommand } from "./commands/runs-prune-command.ts";
import { runsShowCommand } from "./commands/runs-show-command.ts";
import { snapshotsPruneCommand } from "./commands/snapshots-prune-command.ts";
import { snapshotsVerifyCommand } from "./commands/snapshots-verify-command.ts";
import { traceCommand } from "./commands/trace-command.ts";
import { whyCommand } from "./commands/why-command.ts";
import { wrapText } from "./layout/wrap-text.ts";
import { checkArguments } from "./options/check-arguments.ts";
import { listOptions } from "./options/run-options.ts";
import { programVersion } from "./program-version.ts";
import { shieldTerminal } from "./shield-terminal.ts";
import { printLine, type Terminal } from "./terminal.ts";
import { usageMessages } from "./usage-messages.ts";

/** Bad usage, configuration or input: no run started. */
const usageExitCode = 2;
/** Anything else that went wrong outside a run. */
const errorExitCode = 4;

/** Runs one command line and gives the exit code. Never throws: every error becomes one message and a code. */
export async function runCli(argv: readonly string[], given: Terminal): Promise<number> {
  const terminal = shieldTerminal(given);
  let exitCode = 0;
  const finish = (code: number): void => {
    exitCode = code;
  };
  try {
    await yargs([...argv])
      .scriptName("kimi-agent")
      .usage(
        "$0 <command>\n\nRequirement documents go in; working, tested, documented code comes out, with proof.",
      )
      .parserConfiguration({ "camel-case-expansion": false })
      .usageConfiguration({ "hide-types": true })
      .updateStrings(usageMessages)
      .command(runCommand(terminal, finish))
      .command(resumeCommand(terminal, finish))
      .command(replayCommand(terminal, finish))
      .command("runs", "look back at runs", (runs) =>
        runs
          .command(runsListCommand(terminal, finish))
          .command(runsShowCommand(terminal))
          .command(runsEventsCommand(terminal))
          .command(runsDiffCommand(terminal))
          .command(runsPruneCommand(terminal))
          .command(runsForgetCommand(terminal))
          .demandCommand(1, "Which one? list, show, events, diff, prune or forget"),
      )
      .command("snapshots", "look after stored snapshots", (snapshots) =>
        snapshots
          .command(snapshotsPruneCommand(terminal))
          .command(snapshotsVerifyCommand(terminal, finish))
          .demandCommand(1, "Which one? prune or verify"),
      )
      .command(traceCommand(terminal))
      .command(whyCommand(terminal))
      .command(auditCommand(terminal, finish))
      .command(exportCommand(terminal))
      .command(applyCommand(terminal, finish))
      .command(rollbackCommand(terminal, finish))
      .command(recoverCommand(terminal, finish))
      .command(doctorCommand(terminal, finish))
      .demandCommand(
        1,
        "What is to be done? run, resume, replay, runs, snapshots, trace, why, audit, export, apply, rollback, recover or doctor.",
      )
      .strict()
      .recommendCommands()
      .check((args) => checkArguments(args, listOptions))
      .help("help", "show this help")
      .alias("help", "h")
      .version("version", "show the version", programVersion)
      .alias("version", "v")
      .wrap(Math.min(110, terminal.columns))
      .exitProcess(false)
      .showHelpOnFail(false)
      .fail((message, error) => {
        throw error ?? new UsageProblem(message);
      })
      .parseAsync();
    return exitCode;
  } catch (error) {
    return report(error, terminal, argv);
  }
}

const commands =
  /^(?:run|resume|replay|runs|snapshots|trace|why|audit|export|apply|rollback|recover|doctor)$/;

/** What yargs found wrong with the command line. */
class UsageProblem extends Error {}

function report(error: unknown, terminal: Terminal, [command = ""]: readonly string[]): number {
  const message = error instanceof Error ? error.message : String(error);
  const columns = terminal.isLive ? terminal.columns : Infinity;
  for (const line of wrapText(`kimi-agent: ${message}`, columns)) printLine(terminal.stderr, line);
  if (error instanceof UsageProblem || (error instanceof Error && error.name === "YError")) {
    const about = commands.test(command) ? `${command} ` : "";
    printLine(terminal.stderr, `See kimi-agent ${about}--help.`);
    return usageExitCode;
  }
  if (isKimiError(error, "usage", "input", "target", "target-busy", "sandbox-unavailable"))
    return usageExitCode;
  if (!isKimiError(error)) {
    const stack = error instanceof Error ? error.stack : undefined;
    printLine(terminal.stderr, `This should not happen: please report it.\n${stack ?? ""}`.trimEnd());
  }
  return errorExitCode;
}

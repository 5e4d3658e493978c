import type { CommandModule } from "yargs";
import { openLocal } from "../open-local.ts";
import { renderTable } from "../summary/render-table.ts";
import { printJson, printLine, stdoutColumns, type Terminal } from "../terminal.ts";
import { findRunId } from "./find-run-id.ts";
import { runPositional } from "../options/run-positional.ts";

interface AuditArguments {
  readonly run: string;
  readonly json: boolean;
}

/** What is kept of the run is not what was recorded. */
const alteredExitCode = 4;

/** `kimi-agent audit <run>` */
export function auditCommand(
  terminal: Terminal,
  finish: (exitCode: number) => void,
): CommandModule<object, AuditArguments> {
  return {
    command: "audit <run>",
    describe: "check that nothing kept of a run was altered, cut off or lost",
    builder: (command) =>
      command
        .positional("run", runPositional)
        .option("json", { type: "boolean", default: false, describe: "the report as one JSON object" }),
    handler: (args) => audit(terminal, finish, args),
  };
}

async function audit(
  terminal: Terminal,
  finish: (exitCode: number) => void,
  args: AuditArguments,
): Promise<void> {
  await using local = await openLocal(terminal);
  const runId = await findRunId(local.store, args.run);
  const report = await local.auditRun(runId);
  const { checked, problems } = report;
  if (problems.length > 0) finish(alteredExitCode);
  if (args.json) {
    printJson(terminal.stdout, report, 2);
    return;
  }
  printLine(
    terminal.stdout,
    `run ${runId}: ${checked.events} events, ${checked.attempts} attempts, ${checked.modelCalls} model calls and ${checked.artifacts} artifacts are readable`,
  );
  if (problems.length === 0) printLine(terminal.stdout, "Nothing was altered, cut off or lost.");
  else
    printLine(
      terminal.stdout,
      renderTable(
        ["table", "where", "problem"],
        problems.map(({ table, place, problem }) => [table, place, problem]),
        stdoutColumns(terminal),
      ),
    );
}

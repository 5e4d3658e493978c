import type { RunAudit } from "@kimi/local";
import type { CommandModule } from "yargs";
import { countNoun } from "../layout/count-noun.ts";
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
    describe: "check that no record of a run was altered, cut off or lost, and that its snapshots are there",
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
  const { checked, problems, snapshots } = report;
  if (problems.length > 0) finish(alteredExitCode);
  if (args.json) {
    printJson(terminal.stdout, report, 2);
    return;
  }
  printLine(
    terminal.stdout,
    `run ${runId}: ${checked.events} events, ${checked.attempts} attempts, ${checked.modelCalls} model calls and ${checked.artifacts} artifacts are readable`,
  );
  for (const line of describeSnapshots(snapshots)) printLine(terminal.stdout, line);
  if (problems.length === 0)
    printLine(terminal.stdout, "Of the run's record nothing was altered, cut off or lost.");
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

/** What is missing of those it cannot do without is among the problems. */
function describeSnapshots(snapshots: RunAudit["snapshots"]): readonly string[] {
  const { kept, givenUp } = snapshots ?? { kept: 0, givenUp: 0 };
  const there = `${countNoun(kept, "snapshot")} that it cannot do without ${kept === 1 ? "is" : "are"} there; what snapshots hold is checked by: kimi-agent snapshots verify`;
  const gone = `${countNoun(givenUp, "other snapshot")} of its way ${givenUp === 1 ? "is" : "are"} not kept any more; only a replay or a fork would need more than is there`;
  return [...(kept === 0 ? [] : [there]), ...(givenUp === 0 ? [] : [gone])];
}

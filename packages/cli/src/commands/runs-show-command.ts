import type { RunRecord } from "@kimi/contracts";
import type { LocalOrchestrator } from "@kimi/local";
import type { CommandModule } from "yargs";
import { openLocal } from "../open-local.ts";
import { renderTable } from "../summary/render-table.ts";
import { formatCost, formatTokens } from "../summary/format-amounts.ts";
import { printLine, type Terminal } from "../terminal.ts";
import { findRun } from "./find-run.ts";

interface ShowArguments {
  readonly run: string;
  readonly json: boolean;
}

/** `kimi-agent runs show <run>` */
export function runsShowCommand(terminal: Terminal): CommandModule<object, ShowArguments> {
  return {
    command: "show <run>",
    describe: "one run: how it went, attempt by attempt, and what it left",
    builder: (command) =>
      command
        .positional("run", {
          type: "string",
          demandOption: true,
          describe: "id, beginning of an id, or latest",
        })
        .option("json", { type: "boolean", default: false, describe: "everything as one JSON object" }),
    handler: (args) => show(terminal, args),
  };
}

async function show(terminal: Terminal, args: ShowArguments): Promise<void> {
  await using local = await openLocal(terminal);
  const run = await findRun(local.store, args.run);
  const attempts = await local.store.readAttempts(run.id);
  const artifacts = await local.store.listArtifacts(run.id);
  if (args.json) {
    printLine(terminal.stdout, JSON.stringify({ run, attempts, artifacts }, null, 2));
    return;
  }
  printLine(terminal.stdout, renderTable(["run", run.id], describeRun(run)));
  printLine(terminal.stdout, "");
  const rows = attempts.map((one) => [one.stage, String(one.attempt), one.outcome, one.reason ?? ""]);
  printLine(terminal.stdout, renderTable(["stage", "attempt", "outcome", "reason"], rows));
  printLine(terminal.stdout, "");
  await printVerdicts(terminal, local, run.id);
  const names = artifacts.filter((one) => !one.name.startsWith("internal/"));
  printLine(
    terminal.stdout,
    renderTable(
      ["output", "bytes"],
      names.map((one) => [one.name, String(one.bytes)]),
    ),
  );
}

function describeRun(run: RunRecord): readonly (readonly string[])[] {
  return [
    ["status", run.status],
    ["reason", run.reason ?? ""],
    ["project", run.targetPath],
    ["applied", run.applied ? "yes" : "no"],
    ["resumable", run.resumable ? "yes" : "no"],
    ["started", run.startedAt],
    ["ended", run.endedAt ?? ""],
    ["model", `${run.model} at ${run.endpoint}`],
    ["tokens", formatTokens(run.ledger)],
    ["cost", formatCost(run.ledger)],
    ["program", run.program],
  ];
}

async function printVerdicts(terminal: Terminal, local: LocalOrchestrator, runId: string): Promise<void> {
  for (const { event } of await local.store.readEvents(runId)) {
    if (event.type !== "verdict-computed") continue;
    const line = `verdict ${event.attempt}: ${event.status}, ${event.proven} of ${event.criteria} criteria proven`;
    printLine(terminal.stdout, [line, ...event.reasons.map((reason) => `  ${reason}`)].join("\n"));
  }
  printLine(terminal.stdout, "");
}

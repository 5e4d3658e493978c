import { type DamagedRun, runStatusSchema } from "@kimi/contracts";
import type { CommandModule } from "yargs";
import { shortPath } from "../layout/short-path.ts";
import { openLocal } from "../open-local.ts";
import { printDamagedRuns } from "./print-damaged-runs.ts";
import { parseCount, parseInstant } from "../options/parse-amounts.ts";
import { renderTable } from "../summary/render-table.ts";
import { printJson, printLine, stdoutColumns, type Terminal } from "../terminal.ts";

interface ListArguments {
  readonly target: string | undefined;
  readonly status: string | undefined;
  readonly text: string | undefined;
  readonly since: string | undefined;
  readonly until: string | undefined;
  readonly limit: number;
  readonly json: boolean;
}

/** The list is not all of it. */
const damagedExitCode = 4;

/** `kimi-agent runs list` */
export function runsListCommand(
  terminal: Terminal,
  finish: (exitCode: number) => void,
): CommandModule<object, ListArguments> {
  return {
    command: "list",
    describe: "the latest runs, newest first",
    builder: (command) =>
      command
        .option("target", { type: "string", describe: "only runs on this project" })
        .option("status", {
          type: "string",
          choices: runStatusSchema.options,
          describe: "only runs that stand so",
        })
        .option("text", {
          type: "string",
          describe: "only runs with these words in the prompt or in what a persona submitted",
        })
        .option("since", { type: "string", describe: "only runs that started then or later: 7d, 2026-11-01" })
        .option("until", { type: "string", describe: "only runs that started before: 7d, 2026-11-01" })
        .option("limit", { type: "number", default: 20, describe: "how many at most" })
        .option("json", { type: "boolean", default: false, describe: "one JSON object a line" }),
    handler: (args) => list(terminal, finish, args),
  };
}

async function list(
  terminal: Terminal,
  finish: (exitCode: number) => void,
  args: ListArguments,
): Promise<void> {
  const now = new Date();
  const limit = parseCount("limit", args.limit);
  const when = {
    ...(args.since === undefined ? {} : { since: parseInstant("since", args.since, now) }),
    ...(args.until === undefined ? {} : { until: parseInstant("until", args.until, now) }),
  };
  await using local = await openLocal(terminal);
  const damaged: DamagedRun[] = [];
  const runs = await local.listRuns({
    limit,
    onDamaged: (run) => damaged.push(run),
    ...when,
    ...(args.text === undefined ? {} : { text: args.text }),
    ...(args.target === undefined ? {} : { targetPath: args.target }),
    ...(args.status === undefined ? {} : { status: runStatusSchema.parse(args.status) }),
  });
  printDamagedRuns(terminal, damaged);
  if (damaged.length > 0) finish(damagedExitCode);
  if (args.json) {
    for (const run of runs) printJson(terminal.stdout, run);
    return;
  }
  if (runs.length === 0) {
    printLine(terminal.stdout, filtered(args) ? "No run fits." : "No runs yet.");
    return;
  }
  const rows = runs.map((run) => [
    run.id,
    run.status,
    run.startedAt.slice(0, 16).replace("T", " "),
    run.applied ? "yes" : "no",
    shortPath(run.targetPath, terminal.workingDirectory),
  ]);
  const head = ["run", "status", "started (UTC)", "applied", "project"];
  printLine(terminal.stdout, renderTable(head, rows, stdoutColumns(terminal)));
}

function filtered({ target, status, text, since, until }: ListArguments): boolean {
  return [target, status, text, since, until].some((filter) => filter !== undefined);
}

import { runStatusSchema } from "@kimi/contracts";
import type { CommandModule } from "yargs";
import { openLocal } from "../open-local.ts";
import { renderTable } from "../summary/render-table.ts";
import { printLine, type Terminal } from "../terminal.ts";

interface ListArguments {
  readonly target: string | undefined;
  readonly status: string | undefined;
  readonly limit: number;
  readonly json: boolean;
}

/** `kimi-agent runs list` */
export function runsListCommand(terminal: Terminal): CommandModule<object, ListArguments> {
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
        .option("limit", { type: "number", default: 20, describe: "how many at most" })
        .option("json", { type: "boolean", default: false, describe: "one JSON object a line" }),
    handler: (args) => list(terminal, args),
  };
}

async function list(terminal: Terminal, args: ListArguments): Promise<void> {
  await using local = await openLocal(terminal);
  const runs = await local.listRuns({
    limit: args.limit,
    ...(args.target === undefined ? {} : { targetPath: args.target }),
    ...(args.status === undefined ? {} : { status: runStatusSchema.parse(args.status) }),
  });
  if (args.json) {
    for (const run of runs) printLine(terminal.stdout, JSON.stringify(run));
    return;
  }
  if (runs.length === 0) {
    printLine(terminal.stdout, "No runs yet.");
    return;
  }
  const rows = runs.map((run) => [
    run.id,
    run.status,
    run.startedAt.slice(0, 16).replace("T", " "),
    run.applied ? "yes" : "no",
    run.targetPath,
  ]);
  printLine(terminal.stdout, renderTable(["run", "status", "started (UTC)", "applied", "project"], rows));
}

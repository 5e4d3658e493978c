import { type DamagedRun, KimiError, runStatusSchema } from "@kimi/contracts";
import type { CommandModule } from "yargs";
import { shortPath } from "../layout/short-path.ts";
import { openLocal } from "../open-local.ts";
import { printDamagedRuns } from "./print-damaged-runs.ts";
import { parseBytes, parseInstant } from "../options/parse-amounts.ts";
import { renderTable } from "../summary/render-table.ts";
import { printJson, printLine, stdoutColumns, type Terminal } from "../terminal.ts";

interface PruneArguments {
  readonly "older-than": string | undefined;
  readonly status: string | undefined;
  readonly "max-size": string | undefined;
  readonly resumable: boolean;
  readonly yes: boolean;
  readonly json: boolean;
}

/** `kimi-agent runs prune` */
export function runsPruneCommand(terminal: Terminal): CommandModule<object, PruneArguments> {
  return {
    command: "prune",
    describe: "forget old runs; without --yes only says which",
    builder: (command) =>
      command
        .option("older-than", {
          type: "string",
          describe: "only runs that ended so long ago, or before: 30d, 2026-11-01",
        })
        .option("status", {
          type: "string",
          choices: runStatusSchema.options,
          describe: "only runs that stand so",
        })
        .option("max-size", {
          type: "string",
          describe: "only the oldest, until the rest takes no more: 500MB",
        })
        .option("resumable", { type: "boolean", default: false, describe: "also runs that could be resumed" })
        .option("yes", { type: "boolean", default: false, describe: "forget them; it cannot be undone" })
        .option("json", { type: "boolean", default: false, describe: "one JSON object a line" }),
    handler: (args) => prune(terminal, args),
  };
}

async function prune(terminal: Terminal, args: PruneArguments): Promise<void> {
  const { "older-than": olderThan, "max-size": maxSize, status } = args;
  if (olderThan === undefined && maxSize === undefined && status === undefined) {
    throw new KimiError(
      "usage",
      "Nothing says which runs to forget: give --older-than, --status or --max-size, or several of them.",
    );
  }
  const damaged: DamagedRun[] = [];
  const options = {
    ...(olderThan === undefined ? {} : { before: parseInstant("older-than", olderThan, new Date()) }),
    ...(status === undefined ? {} : { statuses: [runStatusSchema.parse(status)] }),
    ...(maxSize === undefined ? {} : { maxBytes: parseBytes("--max-size", maxSize) }),
    includeResumable: args.resumable,
    onDamaged: (run: DamagedRun) => damaged.push(run),
    dryRun: !args.yes,
  };
  await using local = await openLocal(terminal);
  const pruned = await local.pruneRuns(options);
  printDamagedRuns(terminal, damaged);
  if (args.json) {
    for (const { run, bytes } of pruned) printJson(terminal.stdout, { ...run, bytes, forgotten: args.yes });
    return;
  }
  if (pruned.length === 0) {
    printLine(terminal.stdout, "No run fits.");
    return;
  }
  const rows = pruned.map(({ run, bytes }) => [
    run.id,
    run.status,
    run.startedAt.slice(0, 16).replace("T", " "),
    `${Math.ceil(bytes / 1000)} kB`,
    shortPath(run.targetPath, terminal.workingDirectory),
  ]);
  const head = ["run", "status", "started (UTC)", "size", "project"];
  printLine(terminal.stdout, renderTable(head, rows, stdoutColumns(terminal)));
  printLine(
    terminal.stdout,
    args.yes
      ? `${pruned.length} forgotten. Snapshots that only they needed go with: kimi-agent snapshots prune --max-size 0`
      : `${pruned.length} would be forgotten; say --yes to do it.`,
  );
}

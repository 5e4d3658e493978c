import type { LocalOrchestrator } from "@kimi/local";
import type { CommandModule } from "yargs";
import { openLocal } from "../open-local.ts";
import { renderTable } from "../summary/render-table.ts";
import { printJson, printLine, type Terminal } from "../terminal.ts";
import { findRun } from "./find-run.ts";

interface DiffArguments {
  readonly before: string;
  readonly after: string;
  readonly json: boolean;
}

/** `kimi-agent runs diff <before> <after>` */
export function runsDiffCommand(terminal: Terminal): CommandModule<object, DiffArguments> {
  return {
    command: "diff <before> <after>",
    describe: "what is different in a later run: input, requirements, verdicts, files",
    builder: (command) =>
      command
        .positional("before", {
          type: "string",
          demandOption: true,
          describe: "id, beginning of an id, or latest",
        })
        .positional("after", {
          type: "string",
          demandOption: true,
          describe: "id, beginning of an id, or latest",
        })
        .option("json", { type: "boolean", default: false, describe: "everything as one JSON object" }),
    handler: (args) => diff(terminal, args),
  };
}

async function diff(terminal: Terminal, args: DiffArguments): Promise<void> {
  await using local = await openLocal(terminal);
  const before = await findRun(local.store, args.before);
  const after = await findRun(local.store, args.after);
  const comparison = await local.compareRuns(before.id, after.id);
  if (args.json) {
    printJson(terminal.stdout, comparison, 2);
    return;
  }
  const { config, verdicts, files } = comparison;
  const tables = [
    ["configuration", config.map(toRow)],
    ["requirement", requirementRows(comparison)],
    ["criterion", verdicts.map(toRow)],
    ["file", files.map(toRow)],
  ] as const;
  const told = tables
    .filter(([, rows]) => rows.length > 0)
    .map(([what, rows]) => renderTable([what, before.id, after.id], rows));
  printLine(terminal.stdout, told.length === 0 ? "No difference." : told.join("\n\n"));
}

type Comparison = Awaited<ReturnType<LocalOrchestrator["compareRuns"]>>;

function toRow({ name, before, after }: Comparison["config"][number]): readonly string[] {
  return [name, before ?? "-", after ?? "-"];
}

function requirementRows({ requirements }: Comparison): readonly (readonly string[])[] {
  return [
    ...requirements.added.map((one) => [one.id, "-", one.title]),
    ...requirements.changed.map(({ before, after }) => [
      after.id,
      before.title,
      before.title === after.title ? "changed" : after.title,
    ]),
    ...requirements.removed.map((one) => [one.id, one.title, "-"]),
  ];
}

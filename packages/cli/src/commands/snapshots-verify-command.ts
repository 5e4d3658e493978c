import type { SnapshotsReport } from "@kimi/local";
import type { CommandModule } from "yargs";
import { countNoun } from "../layout/count-noun.ts";
import { openLocal } from "../open-local.ts";
import { renderTable } from "../summary/render-table.ts";
import { printJson, printLine, stdoutColumns, type Terminal } from "../terminal.ts";

interface VerifyArguments {
  readonly json: boolean;
}

/** Something that was recorded cannot be brought back. */
const damagedExitCode = 4;
const idCharacters = 12;

/** `kimi-agent snapshots verify` */
export function snapshotsVerifyCommand(
  terminal: Terminal,
  finish: (exitCode: number) => void,
): CommandModule<object, VerifyArguments> {
  return {
    command: "verify",
    describe: "read all that snapshots hold, check that it is what was recorded, and that none is lost",
    builder: (command) =>
      command.option("json", { type: "boolean", default: false, describe: "the report as one JSON object" }),
    async handler({ json }) {
      await using local = await openLocal(terminal);
      const report = await local.verifySnapshots();
      const { damages, affected, unknown } = report;
      if (damages.length + affected.length + unknown.length > 0) finish(damagedExitCode);
      if (json) printJson(terminal.stdout, report, 2);
      else for (const part of render(report, stdoutColumns(terminal))) printLine(terminal.stdout, part);
    },
  };
}

function render(
  { snapshots, contents, damages, affected, unknown }: SnapshotsReport,
  columns: number,
): readonly string[] {
  const read = `${countNoun(snapshots, "snapshot")} with ${countNoun(contents, "content")} read.`;
  if (damages.length + affected.length + unknown.length === 0)
    return [
      read,
      "Everything is as it was recorded, and every snapshot that a run cannot do without is there.",
    ];
  const damaged = damages.map(({ snapshotId, path, reason }) => [
    snapshotId.slice(0, idCharacters),
    path ?? "all of it",
    reason,
  ]);
  const concerned = affected.map(({ runId, snapshotId, roles, state, neededFor }) => [
    runId,
    snapshotId.slice(0, idCharacters),
    `${roles.join(", ")}: ${state}`,
    neededFor.join(", "),
  ]);
  const untold = unknown.map(({ runId, reason }) => [runId, reason]);
  return [
    read,
    ...tableOf(["snapshot", "path", "problem"], damaged, columns),
    ...tableOf(["run", "snapshot", "is its", "what fails without it"], concerned, columns),
    ...tableOf(["run", "which snapshots it needs cannot be told"], untold, columns),
    "Everything else can be resumed, applied, rolled back and exported. Of a damaged snapshot only the paths named are lost; snapshots prune deletes the damaged ones that no run needs. A missing one comes back with a backup of the folder snapshots in KIMI_AGENT_HOME.",
  ];
}

function tableOf(
  head: readonly string[],
  rows: readonly (readonly string[])[],
  columns: number,
): readonly string[] {
  return rows.length === 0 ? [] : [renderTable(head, rows, columns)];
}

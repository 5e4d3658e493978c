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
    describe: "read all that snapshots hold, and check that it is what was recorded",
    builder: (command) =>
      command.option("json", { type: "boolean", default: false, describe: "the report as one JSON object" }),
    async handler({ json }) {
      await using local = await openLocal(terminal);
      const report = await local.verifySnapshots();
      const { snapshots, contents, damages } = report;
      if (damages.length > 0) finish(damagedExitCode);
      if (json) {
        printJson(terminal.stdout, report, 2);
        return;
      }
      printLine(
        terminal.stdout,
        `${countNoun(snapshots, "snapshot")} with ${countNoun(contents, "content")} read.`,
      );
      if (damages.length === 0) {
        printLine(terminal.stdout, "Everything is as it was recorded.");
        return;
      }
      const rows = damages.map(({ snapshotId, path, reason }) => [
        snapshotId.slice(0, idCharacters),
        path ?? "all of it",
        reason,
      ]);
      printLine(terminal.stdout, renderTable(["snapshot", "path", "problem"], rows, stdoutColumns(terminal)));
      printLine(
        terminal.stdout,
        "A run that needs one of these cannot be resumed, applied or rolled back in those paths. Everything else can; snapshots prune deletes the damaged ones that no run needs.",
      );
    },
  };
}

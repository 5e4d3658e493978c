import type { CommandModule } from "yargs";
import { countNoun } from "../layout/count-noun.ts";
import { openLocal } from "../open-local.ts";
import { printLine, type Terminal } from "../terminal.ts";
import { findRun } from "./find-run.ts";
import { printConflicts } from "./print-conflicts.ts";
import { runPositional } from "../options/run-positional.ts";

interface ApplyArguments {
  readonly run: string;
  readonly attempt: number | undefined;
}

/** `kimi-agent apply <run>` */
export function applyCommand(
  terminal: Terminal,
  finish: (code: number) => void,
): CommandModule<object, ApplyArguments> {
  return {
    command: "apply <run>",
    describe: "bring an attempt that a run kept into the project",
    builder: (command) =>
      command
        .positional("run", runPositional)
        .option("attempt", { type: "number", describe: "which one, from 1 (default: the last)" }),
    async handler(args) {
      await using local = await openLocal(terminal);
      const run = await findRun(local.store, args.run);
      const report = await local.applyRun(
        run.id,
        args.attempt === undefined ? {} : { attempt: args.attempt },
      );
      if (report.conflicts.length > 0) {
        printConflicts(terminal, report.conflicts);
        finish(1);
        return;
      }
      printLine(
        terminal.stdout,
        `Attempt ${report.attempt} of run ${run.id} is in ${run.targetPath} (${countNoun(report.applied.length, "path")}).`,
      );
    },
  };
}

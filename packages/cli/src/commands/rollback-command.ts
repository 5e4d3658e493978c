import type { CommandModule } from "yargs";
import { countNoun } from "../layout/count-noun.ts";
import { openLocal } from "../open-local.ts";
import { printLine, type Terminal } from "../terminal.ts";
import { findRun } from "./find-run.ts";
import { printConflicts } from "./print-conflicts.ts";
import { runPositional } from "../options/run-positional.ts";

interface RollbackArguments {
  readonly run: string;
}

/** `kimi-agent rollback <run>` */
export function rollbackCommand(
  terminal: Terminal,
  finish: (code: number) => void,
): CommandModule<object, RollbackArguments> {
  return {
    command: "rollback <run>",
    describe: "take an applied run out of the project again",
    builder: (command) => command.positional("run", runPositional),
    async handler(args) {
      await using local = await openLocal(terminal);
      const run = await findRun(local.store, args.run);
      const report = await local.rollbackRun(run.id);
      if (report.conflicts.length > 0) {
        printConflicts(terminal, report.conflicts);
        finish(1);
        return;
      }
      printLine(
        terminal.stdout,
        `Run ${run.id} is out of ${run.targetPath} again (${countNoun(report.applied.length, "path")}).`,
      );
    },
  };
}

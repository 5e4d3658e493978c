import type { CommandModule } from "yargs";
import { countNoun } from "../layout/count-noun.ts";
import { openLocal } from "../open-local.ts";
import { printLine, type Terminal } from "../terminal.ts";
import { findRun } from "./find-run.ts";
import { printConflicts } from "./print-conflicts.ts";
import { keepOption } from "../options/keep-option.ts";
import { runPositional } from "../options/run-positional.ts";

interface ApplyArguments {
  readonly run: string;
  readonly attempt: number | undefined;
  readonly keep: readonly string[];
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
        .option("attempt", { type: "number", describe: "which one, from 1 (default: the last)" })
        .option("keep", {
          ...keepOption,
          describe:
            "a path that stays as it is in the project, which has what you want of it; again for more",
        }),
    async handler(args) {
      await using local = await openLocal(terminal);
      const run = await findRun(local.store, args.run);
      const { attempt, keep } = args;
      const report = await local.applyRun(run.id, { keep, ...(attempt === undefined ? {} : { attempt }) });
      if (report.conflicts.length > 0) {
        printConflicts(terminal, report.conflicts);
        const { settlingCommand } = await import("@kimi/local");
        const paths = [...keep, ...report.conflicts.map(({ path }) => path)];
        printLine(
          terminal.stderr,
          `Bring what you want of the run's into the project's, then leave these as they are and write the rest with: ${settlingCommand(run.id, paths, attempt)}`,
        );
        finish(1);
        return;
      }
      printLine(
        terminal.stdout,
        `Attempt ${report.attempt} of run ${run.id} is in ${run.targetPath} (${countNoun(report.applied.length, "path")}).`,
      );
      if (report.left.length > 0)
        printLine(
          terminal.stdout,
          `As they were in the project, and no part of what was judged: ${report.left.join(", ")}`,
        );
    },
  };
}

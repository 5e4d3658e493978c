import type { CommandModule } from "yargs";
import { openLocal } from "../open-local.ts";
import { runPositional } from "../options/run-positional.ts";
import { printLine, type Terminal } from "../terminal.ts";
import { findRunId } from "./find-run-id.ts";

interface ForgetArguments {
  readonly run: string;
  readonly yes: boolean;
}

/** `kimi-agent runs forget <run>` */
export function runsForgetCommand(terminal: Terminal): CommandModule<object, ForgetArguments> {
  return {
    command: "forget <run>",
    describe: "forget one run, also a damaged one; without --yes only says which",
    builder: (command) =>
      command
        .positional("run", runPositional)
        .option("yes", { type: "boolean", default: false, describe: "forget it; it cannot be undone" }),
    async handler(args) {
      await using local = await openLocal(terminal);
      const runId = await findRunId(local.store, args.run);
      if (args.yes) await local.forgetRun(runId);
      printLine(
        terminal.stdout,
        args.yes
          ? `Run ${runId} is forgotten. Snapshots that only it needed go with: kimi-agent snapshots prune --max-size 0`
          : `Run ${runId} would be forgotten: it could not be applied, rolled back, resumed or exported any more. Say --yes to do it.`,
      );
    },
  };
}

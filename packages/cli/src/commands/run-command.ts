import type { CommandModule } from "yargs";
import { openLocal } from "../open-local.ts";
import { declareRunOptions, type RunArguments } from "../options/run-options.ts";
import { toLocalOptions } from "../options/to-local-options.ts";
import { toRunConfig } from "../options/to-run-config.ts";
import type { Terminal } from "../terminal.ts";
import { followRun } from "./follow-run.ts";

/** `kimi-agent run <target>` */
export function runCommand(
  terminal: Terminal,
  finish: (code: number) => void,
): CommandModule<object, RunArguments> {
  return {
    command: "run <target>",
    describe: "turn documents and a prompt into proven code in a project",
    builder: declareRunOptions,
    async handler(args) {
      finish(await run(terminal, args));
    },
  };
}

async function run(terminal: Terminal, args: RunArguments): Promise<number> {
  const config = toRunConfig(args, terminal);
  await using local = await openLocal(terminal, await toLocalOptions(args, terminal.workingDirectory));
  return await followRun(terminal, local, args, (options) => local.start(config, options));
}

import { resolve } from "node:path";
import type { RunResult } from "@kimi/contracts";
import type { LocalOrchestrator } from "@kimi/local";
import type { CommandModule } from "yargs";
import { openLocal } from "../open-local.ts";
import { declareRunOptions, type RunArguments } from "../options/run-options.ts";
import { toLocalOptions } from "../options/to-local-options.ts";
import { toRunConfig } from "../options/to-run-config.ts";
import { createProgress } from "../progress/create-progress.ts";
import { renderSummary } from "../summary/render-summary.ts";
import { printLine, stdoutColumns, type Terminal } from "../terminal.ts";

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
      finish((await run(terminal, args)).exitCode);
    },
  };
}

async function run(terminal: Terminal, args: RunArguments): Promise<RunResult> {
  const config = toRunConfig(args, terminal);
  await using local = await openLocal(terminal, await toLocalOptions(args, terminal.workingDirectory));
  const progress = await createProgress(terminal, { json: args.json, stages: local.stages });
  terminal.signal.addEventListener("abort", () => progress.notice("Stopping; Ctrl-C again ends at once."));
  const handle = local.start(config, { signal: terminal.signal, onText: (delta) => progress.text(delta) });
  try {
    for await (const event of handle.events) progress.event(event);
  } finally {
    progress.end();
  }
  const result = await handle.result;
  if (!args.json) {
    const { workingDirectory } = terminal;
    terminal.stdout.write(renderSummary(result, { columns: stdoutColumns(terminal), workingDirectory }));
  }
  if (args.record !== undefined) await writeRecording(terminal, local, result.runId, args.record);
  return result;
}

async function writeRecording(
  terminal: Terminal,
  local: LocalOrchestrator,
  runId: string,
  file: string,
): Promise<void> {
  const path = resolve(terminal.workingDirectory, file);
  await local.writeRecording(runId, path);
  printLine(terminal.stderr, `The model's answers are recorded in ${path}.`);
}

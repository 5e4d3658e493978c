import { readFile } from "node:fs/promises";
import { resolve } from "node:path";
import { KimiError, type RunResult } from "@kimi/contracts";
import type { LocalOptions, LocalOrchestrator } from "@kimi/local";
import type { CommandModule } from "yargs";
import { openLocal } from "../open-local.ts";
import { declareRunOptions, type RunArguments } from "../options/run-options.ts";
import { toRunConfig } from "../options/to-run-config.ts";
import { createProgress } from "../progress/create-progress.ts";
import { renderSummary } from "../summary/render-summary.ts";
import { printLine, type Terminal } from "../terminal.ts";

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
  await using local = await openLocal(terminal, await localOptions(terminal, args));
  const progress = createProgress(terminal, { json: args.json, stages: local.stages });
  const handle = local.start(config, { signal: terminal.signal, onText: (delta) => progress.text(delta) });
  try {
    for await (const event of handle.events) progress.event(event);
  } finally {
    progress.end();
  }
  const result = await handle.result;
  if (!args.json) terminal.stdout.write(renderSummary(result));
  if (args.record !== undefined) await writeRecording(terminal, local, result.runId, args.record);
  return result;
}

async function localOptions(terminal: Terminal, args: RunArguments): Promise<LocalOptions> {
  const replay = args.replay;
  const recording =
    replay === undefined ? null : await readRecordingFile(resolve(terminal.workingDirectory, replay));
  return {
    ...(args["base-url"] === undefined ? {} : { baseUrl: args["base-url"] }),
    ...(args.api === undefined ? {} : { api: args.api }),
    ...(recording === null ? {} : { recording }),
  };
}

async function readRecordingFile(path: string): Promise<{ readonly text: string; readonly path: string }> {
  try {
    return { text: await readFile(path, "utf8"), path };
  } catch (error) {
    throw new KimiError("input", `Cannot read the recording ${path}: ${String(error)}`, { cause: error });
  }
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

import { isKimiError, type RunResult } from "@kimi/contracts";
import type { LocalOrchestrator } from "@kimi/local";
import { lossExitCode } from "../loss-exit-code.ts";
import { placeOutputFile, tryOutputFile } from "../options/place-output-file.ts";
import { createProgress } from "../progress/create-progress.ts";
import type { Progress } from "../progress/progress.ts";
import { findRequirements } from "../summary/describe-requirements.ts";
import { renderSummary } from "../summary/render-summary.ts";
import { printLine, stdoutColumns, type Terminal } from "../terminal.ts";
import { keepToQuota, snapshotQuota } from "./keep-to-quota.ts";

/** How a run is shown. */
export interface FollowOptions {
  readonly json: boolean;
  /** Where the model's answers are written when the run has ended; nowhere when absent. */
  readonly record: string | undefined;
}

type Start = (options: {
  readonly signal: AbortSignal;
  readonly onText: (delta: string) => void;
}) => ReturnType<LocalOrchestrator["start"]> | Promise<ReturnType<LocalOrchestrator["start"]>>;

/** Starts a run, shows its progress, and at the end its summary. Gives the exit code. */
export async function followRun(
  terminal: Terminal,
  local: LocalOrchestrator,
  options: FollowOptions,
  start: Start,
): Promise<number> {
  const quota = snapshotQuota(terminal);
  const recording = options.record === undefined ? null : await placeRecording(terminal, options.record);
  const progress = await createProgress(terminal, { json: options.json, stages: local.stages });
  terminal.signal.addEventListener("abort", () => progress.notice("Stopping; Ctrl-C again ends at once."));
  const result = await show(start, terminal, progress);
  if (!options.json) {
    const { workingDirectory } = terminal;
    const required = findRequirements(await local.store.readEvents(result.runId));
    const view = { columns: stdoutColumns(terminal), workingDirectory, required };
    terminal.stdout.write(renderSummary(result, view));
  }
  const isRecorded = recording === null || (await writeRecording(terminal, local, result.runId, recording));
  await keepToQuota(terminal, local, quota);
  return isRecorded ? result.exitCode : lossExitCode(result.exitCode);
}

async function show(start: Start, terminal: Terminal, progress: Progress): Promise<RunResult> {
  try {
    const run = await start({ signal: terminal.signal, onText: (delta) => progress.text(delta) });
    for await (const event of run.events) progress.event(event);
    return await run.result;
  } finally {
    progress.end();
  }
}

/** Before the first request, for no answer is paid for that could not be recorded then. */
async function placeRecording({ workingDirectory }: Terminal, file: string): Promise<string> {
  const option = "--record";
  const advice = "name another file, or remove this one first";
  const path = await placeOutputFile({ option, file, workingDirectory, replaces: false, advice });
  await tryOutputFile(option, path);
  return path;
}

/** Whether the recording was written. The run stands either way, and its answers are in the store. */
async function writeRecording(
  { stderr }: Terminal,
  local: Pick<LocalOrchestrator, "writeRecording">,
  runId: string,
  path: string,
): Promise<boolean> {
  try {
    await local.writeRecording(runId, path);
    printLine(stderr, `The model's answers are recorded in ${path}.`);
    return true;
  } catch (error) {
    if (!isKimiError(error)) throw error;
    printLine(stderr, `The model's answers are not recorded; the run stands. ${error.message}`);
    return false;
  }
}

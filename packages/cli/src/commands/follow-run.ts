import { resolve } from "node:path";
import type { RunResult } from "@kimi/contracts";
import type { LocalOrchestrator } from "@kimi/local";
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

/** Starts a run, shows its progress, and at the end its summary. */
export async function followRun(
  terminal: Terminal,
  local: LocalOrchestrator,
  options: FollowOptions,
  start: Start,
): Promise<RunResult> {
  const quota = snapshotQuota(terminal);
  const progress = await createProgress(terminal, { json: options.json, stages: local.stages });
  terminal.signal.addEventListener("abort", () => progress.notice("Stopping; Ctrl-C again ends at once."));
  const result = await show(start, terminal, progress);
  if (!options.json) {
    const { workingDirectory } = terminal;
    const required = findRequirements(await local.store.readEvents(result.runId));
    const view = { columns: stdoutColumns(terminal), workingDirectory, required };
    terminal.stdout.write(renderSummary(result, view));
  }
  if (options.record !== undefined) await writeRecording(terminal, local, result.runId, options.record);
  await keepToQuota(terminal, local, quota);
  return result;
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

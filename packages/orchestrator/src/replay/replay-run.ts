import type { RunStore } from "@kimi/contracts";
import type { RunListeners } from "../accept/accept-run.ts";
import { orchestrate } from "../orchestrate.ts";
import type { OrchestratorPorts } from "../orchestrator-ports.ts";
import { requireRun } from "../past-runs/past-run-ports.ts";
import { readFork } from "../resume/fork-origin.ts";
import { acceptReplay } from "./accept-replay.ts";
import { assertBaseline } from "./assert-baseline.ts";
import { assertMayExecute } from "./assert-may-execute.ts";
import { judgeReplay } from "./judge-replay.ts";
import { MemorySink } from "./memory-sink.ts";
import { RecordedSnapshots } from "./recorded-snapshots.ts";
import type { ReplayReport } from "./replay-report.ts";
import { createReplayWorkspaces } from "./replay-workspaces.ts";
import { readRecording } from "./run-recording.ts";

/** What a replay needs from outside. */
export interface ReplayPorts extends OrchestratorPorts {
  /** An empty store that the replay works in; `store` holds the record, and is only read. */
  readonly scratch: RunStore;
}

export interface ReplayOptions {
  /** Runs commands anew instead of taking their results from the record. @default false */
  readonly execute?: boolean;
  /** Lets commands run anew that had network or ran unconfined. @default false */
  readonly rerunCommands?: boolean;
}

/**
 * Lets a recorded run happen again in private trees: from its baseline, its documents, its seed and its clock, with the
 * answers of its models. The user's project is neither read nor written.
 * @throws KimiError `usage` for a run that cannot be replayed.
 */
export async function replayRun(
  { scratch, ...ports }: ReplayPorts,
  runId: string,
  { execute = false, rerunCommands = false }: ReplayOptions,
  listeners: RunListeners,
): Promise<ReplayReport> {
  const { store, workspaces } = ports;
  const recording = await readRecording(store, await requireRun(store, runId));
  await assertBaseline(workspaces, recording);
  if (execute && !rerunCommands) assertMayExecute(recording);
  const sink = new MemorySink("replay");
  const aside = createReplayWorkspaces(workspaces, {
    recording,
    snapshots: new RecordedSnapshots(recording, workspaces),
    sink,
    executes: execute,
  });
  const fork = await readFork(store, runId);
  const source = { recording, store, executes: execute, fork };
  const run = await acceptReplay({ ...ports, store: scratch, workspaces: aside }, source, listeners);
  const result = await orchestrate(run, fork?.checkpoint ?? null);
  return judgeReplay({ ports, scratch, recording, sink, result, execute });
}

import type { RunResult, RunStatus, RunStore } from "@kimi/contracts";
import type { OrchestratorPorts } from "../orchestrator-ports.ts";
import { compareCriteria } from "./compare-criteria.ts";
import { compareDeliverables } from "./compare-deliverables.ts";
import { explainDifferences } from "./explain-differences.ts";
import { findDivergence } from "./find-divergence.ts";
import { listSteps } from "./list-steps.ts";
import { listTimesOnly } from "./list-times-only.ts";
import { MemorySink } from "./memory-sink.ts";
import { readLastReport } from "./read-last-report.ts";
import type { ReplayReport } from "./replay-report.ts";
import type { RunRecording } from "./run-recording.ts";

/** A recorded run, and what its replay left. */
export interface ReplayedRun {
  readonly ports: OrchestratorPorts;
  readonly recording: RunRecording;
  /** The store that the replay worked in. */
  readonly scratch: RunStore;
  readonly sink: MemorySink;
  readonly result: RunResult;
  readonly execute: boolean;
}

/** Holds a replay against the record: step by step, then the verdict, the tree and every deliverable. */
export async function judgeReplay(replayed: ReplayedRun): Promise<ReplayReport> {
  const { ports, recording, scratch, sink, result, execute } = replayed;
  const { store, packager } = ports;
  const { run } = recording;
  const calls = await scratch.readModelCalls(run.id);
  const [then, now] = [await readLastReport(store, run.id), await readLastReport(scratch, run.id)];
  const delivered = new MemorySink("record");
  await packager.writeDeliverables(run.id, store, delivered);
  const isWhole = endedByVerdict(run.status);
  const steps = [
    listSteps(recording.events, recording.calls),
    listSteps(await scratch.readEvents(run.id), calls),
  ] as const;
  const outcome = {
    isWhole,
    status: { recorded: run.status, replayed: result.status },
    divergence: findDivergence(...steps, { isOpenEnded: !isWhole, ignoresTimes: execute }),
    timesOnly: execute ? listTimesOnly(...steps) : [],
    tree: { recorded: then?.treeHash ?? null, replayed: now?.treeHash ?? null },
    criteria: compareCriteria(then, now),
    deliverables: compareDeliverables(delivered, sink, { common: !isWhole }),
  };
  return {
    runId: run.id,
    mode: execute ? "executed" : "recorded",
    isSame: execute ? hasSameVerdict(outcome) : isSame(outcome),
    ...outcome,
    reason: result.reason,
    modelCalls: calls.filter(({ answer }) => answer !== null).length,
    commands: recording.commands.length,
    explanations: await explainDifferences(ports, store, recording),
  };
}

type Outcome = Pick<ReplayReport, "isWhole" | "status" | "divergence" | "tree" | "criteria" | "deliverables">;

/** A run that stopped for another reason is replayed as far as its record goes. */
function endedByVerdict(status: RunStatus): boolean {
  return status === "succeeded" || status === "partial" || status === "failed";
}

function isSame({ isWhole, status, divergence, tree, deliverables }: Outcome): boolean {
  if (divergence !== null) return false;
  if (!isWhole) return true;
  return (
    status.recorded === status.replayed &&
    tree.recorded === tree.replayed &&
    deliverables.differing.length === 0 &&
    deliverables.timesOnly.length === 0
  );
}

function hasSameVerdict({ isWhole, status, criteria }: Outcome): boolean {
  const isEqual = criteria.every(({ recorded, replayed }) => recorded === replayed);
  return isEqual && (!isWhole || status.recorded === status.replayed);
}

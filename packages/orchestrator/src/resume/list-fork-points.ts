import type { RunStore, StoredEvent } from "@kimi/contracts";
import { attemptCheckpointName, verdictCheckpointName } from "./checkpoint.ts";

/** A point that a run can be forked at, and what came of it there. */
export interface ListedForkPoint {
  /** `coding/2` or `verdict/1`, as it is given. */
  readonly point: string;
  /** `null` for a verdict. */
  readonly stage: string | null;
  /** Model requests of the attempt: `coding/2/1` up to `coding/2/<turns>` are points as well. 0 for a verdict. */
  readonly turns: number;
  /** How it ended: `submitted`, `failed`, `running`, or the verdict's status. */
  readonly outcome: string;
}

/** The points of a run, in the order in which it came to them. Empty for one that stopped before its first stage. */
export async function listForkPoints(
  store: Pick<RunStore, "listArtifacts" | "readAttempts" | "readEvents" | "readModelCalls">,
  runId: string,
): Promise<readonly ListedForkPoint[]> {
  const kept = new Set((await store.listArtifacts(runId)).map(({ name }) => name));
  const attempts = await store.readAttempts(runId);
  const calls = await store.readModelCalls(runId);
  const points: (ListedForkPoint & { readonly sequence: number })[] = [];
  const events = await store.readEvents(runId);
  for (const { stage, attempt, stageIndex, outcome } of attempts) {
    if (stageIndex + attempt > 1 && !kept.has(attemptCheckpointName(stage, attempt))) continue;
    const turns = calls
      .map(({ request }) => request.position)
      .filter((position) => position.stage === stage && position.attempt === attempt)
      .map(({ turn }) => turn);
    const sequence = findStart(events, stage, attempt);
    points.push({ point: `${stage}/${attempt}`, stage, turns: Math.max(0, ...turns), outcome, sequence });
  }
  for (const { sequence, event } of events) {
    if (event.type !== "verdict-computed" || !kept.has(verdictCheckpointName(event.attempt))) continue;
    const point = `verdict/${event.attempt}`;
    points.push({ point, stage: null, turns: 0, outcome: event.status, sequence });
  }
  return points.toSorted((a, b) => a.sequence - b.sequence).map(({ sequence: _sequence, ...point }) => point);
}

/** 0 for an attempt that the run inherited from the one it was forked from. */
function findStart(events: readonly StoredEvent[], stage: string, attempt: number): number {
  const started = events.find(
    ({ event }) => event.type === "attempt-started" && event.stage === stage && event.attempt === attempt,
  );
  return started?.sequence ?? 0;
}

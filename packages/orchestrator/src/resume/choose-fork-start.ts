import { KimiError, type RunStore } from "@kimi/contracts";
import {
  attemptCheckpointName,
  parseCheckpoint,
  verdictCheckpointName,
  type Checkpoint,
} from "./checkpoint.ts";
import { parseForkPoint, type ForkPoint } from "./fork-point.ts";
import { listForkPoints } from "./list-fork-points.ts";

/** A point that a run has, and what it knew there. */
export interface ForkStart {
  readonly point: ForkPoint;
  /** `null` for the beginning of the pipeline. */
  readonly checkpoint: Checkpoint | null;
}

/** @throws KimiError `usage` that names the points there are, when the run has no such point. */
export async function chooseForkStart(
  store: Pick<RunStore, "listArtifacts" | "readArtifact" | "readAttempts" | "readEvents" | "readModelCalls">,
  runId: string,
  wanted: string,
): Promise<ForkStart> {
  const listed = await listForkPoints(store, runId);
  const stages = new Set(listed.flatMap(({ stage }) => stage ?? []));
  const point = parseForkPoint(wanted, stages);
  const known = listed.find((one) => one.point === keyOf(point));
  if (point === null || known === undefined) throw unknownPoint(runId, wanted, listed);
  if (point.kind === "attempt" && point.turn > Math.max(1, known.turns)) {
    throw new KimiError(
      "usage",
      `Attempt ${known.point} of run ${runId} made ${known.turns} requests: expected a turn from 1 to ${known.turns}, found ${point.turn}.`,
    );
  }
  const name =
    point.kind === "verdict"
      ? verdictCheckpointName(point.verdict)
      : attemptCheckpointName(point.stage, point.attempt);
  const content = await store.readArtifact(runId, name);
  return { point, checkpoint: content === null ? null : parseCheckpoint(content) };
}

function keyOf(point: ForkPoint | null): string {
  if (point === null) return "";
  return point.kind === "verdict" ? `verdict/${point.verdict}` : `${point.stage}/${point.attempt}`;
}

function unknownPoint(
  runId: string,
  wanted: string,
  listed: Awaited<ReturnType<typeof listForkPoints>>,
): KimiError {
  const known = listed.map(({ point, turns }) => (turns > 1 ? `${point} (to ${point}/${turns})` : point));
  return new KimiError(
    "usage",
    listed.length === 0
      ? `Run ${runId} stopped before its first stage, so there is no point to fork it at; start it anew.`
      : `Run ${runId} has no point ${wanted}: expected a stage, stage/attempt, stage/attempt/turn or verdict/number, of ${known.join(", ")}.`,
  );
}

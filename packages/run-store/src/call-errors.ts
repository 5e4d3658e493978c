import { type CallPosition, KimiError } from "@kimi/contracts";

// What a caller gets that records a thing that cannot be: defects, so all are `internal`.

/** A run is created twice. */
export function runExists(runId: string): KimiError {
  return new KimiError(
    "internal",
    `The run store has a run ${runId} already. Every run needs an id of its own.`,
    {
      details: { runId },
    },
  );
}

/** An attempt that has ended begins again. */
export function attemptEnded(
  runId: string,
  { stage, attempt }: { stage: string; attempt: number },
): KimiError {
  return new KimiError(
    "internal",
    `Attempt ${attempt} at ${stage} of run ${runId} has ended; expected a new attempt number.`,
    { details: { runId, stage, attempt } },
  );
}

/** An attempt ends that is not running. */
export function attemptNotRunning(
  runId: string,
  { stage, attempt }: { stage: string; attempt: number },
): KimiError {
  return new KimiError(
    "internal",
    `Attempt ${attempt} at ${stage} of run ${runId} is not running; expected one that has begun and not ended.`,
    { details: { runId, stage, attempt } },
  );
}

/** A model call that has its answer begins again. */
export function callAnswered(runId: string, position: CallPosition): KimiError {
  return new KimiError(
    "internal",
    `The model call at ${describePosition(position)} of run ${runId} has its answer. ` +
      "Use the answer, or ask again as the next call of the turn.",
    { details: { runId, position: { ...position } } },
  );
}

/** A model call ends that is not waiting for its end. */
export function callNotWaiting(runId: string, position: CallPosition): KimiError {
  return new KimiError(
    "internal",
    `No model call at ${describePosition(position)} of run ${runId} is waiting for an answer; ` +
      "expected one that has begun and has neither answer nor failure.",
    { details: { runId, position: { ...position } } },
  );
}

function describePosition({ stage, attempt, turn, call }: CallPosition): string {
  return `${stage}, attempt ${attempt}, turn ${turn}, call ${call}`;
}

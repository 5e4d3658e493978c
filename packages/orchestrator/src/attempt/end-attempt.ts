import { type AttemptEnding, type PipelinePosition, saveCheckpoint } from "../resume/checkpoint.ts";
import type { RunSession } from "../run-session.ts";

/**
 * Keeps where the run goes on after an attempt, then records the attempt's end: a process that dies between the two
 * leaves a checkpoint that says how to end it.
 */
export async function endAttempt(
  session: RunSession,
  ending: AttemptEnding,
  next: PipelinePosition,
): Promise<void> {
  await saveCheckpoint(session, next, ending);
  await recordEnding(session, ending);
}

/** Records how an attempt ended. */
export async function recordEnding(session: RunSession, ending: AttemptEnding): Promise<void> {
  const { stage, attempt, outcome, output, reason } = ending;
  const end = { outcome, output, reason, endedAt: session.now() };
  await session.ports.store.endAttempt(session.runId, { stage, attempt }, end);
  session.recorder.emit({ type: "attempt-finished", stage, attempt, outcome, reason });
  await session.recorder.flush();
}

import { recordEnding } from "../attempt/end-attempt.ts";
import type { RunSession } from "../run-session.ts";
import type { Checkpoint } from "./checkpoint.ts";

/** Records the end of the attempt that a checkpoint ends, where the process died between the two. */
export async function settleEnding(session: RunSession, { ending }: Checkpoint): Promise<void> {
  if (ending === null) return;
  const attempts = await session.ports.store.readAttempts(session.runId);
  const attempt = attempts.find((one) => one.stage === ending.stage && one.attempt === ending.attempt);
  if (attempt?.outcome === "running") await recordEnding(session, ending);
}

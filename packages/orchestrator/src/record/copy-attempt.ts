import type { AttemptRecord, RunStore } from "@kimi/contracts";

/** Enters an attempt of another run, as it ended there. */
export async function copyAttempt(
  store: Pick<RunStore, "beginAttempt" | "endAttempt">,
  runId: string,
  { endedAt, outcome, output, reason, ...begun }: AttemptRecord,
): Promise<void> {
  await store.beginAttempt(runId, begun);
  if (outcome === "running") return;
  await store.endAttempt(runId, begun, { endedAt, outcome, output, reason });
}

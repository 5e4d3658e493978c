import type { RunSummary } from "@kimi/contracts";

/**
 * A run as it stands now: one that is marked as running while no live process holds it was interrupted, and one that has
 * ended and is in its target cannot be gone on with, until it is taken out again.
 */
export function presentRun<Run extends RunSummary>(run: Run, isHeld: (runId: string) => boolean): Run {
  if (run.applied && run.endedAt !== null) return { ...run, resumable: false };
  if (run.status !== "running" || isHeld(run.id)) return run;
  return { ...run, status: "interrupted", resumable: true };
}

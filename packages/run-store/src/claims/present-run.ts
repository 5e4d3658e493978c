import type { RunSummary } from "@kimi/contracts";

/** A run as it stands now: one that is marked as running while no live process holds it was interrupted. */
export function presentRun<Run extends RunSummary>(run: Run, isHeld: (runId: string) => boolean): Run {
  if (run.status !== "running" || isHeld(run.id)) return run;
  return { ...run, status: "interrupted", resumable: true };
}

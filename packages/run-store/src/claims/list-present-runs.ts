import type { RunFilter, RunSummary } from "@kimi/contracts";
import { presentRun } from "./present-run.ts";

/** What {@link listPresentRuns} chooses from: newest first, status as stored. */
export type RunSource = (filter: Omit<RunFilter, "limit">) => Iterable<RunSummary>;

/** The runs that fit a filter, by the status they have now. */
export function listPresentRuns(
  source: RunSource,
  { limit = 50, status, ...filter }: RunFilter,
  isHeld: (runId: string) => boolean,
): readonly RunSummary[] {
  // An interrupted run is stored as running: the process that could have written otherwise is dead.
  const stored = status === "interrupted" ? "running" : status;
  const found: RunSummary[] = [];
  if (limit <= 0) return found;
  for (const run of source(stored === undefined ? filter : { ...filter, status: stored })) {
    const present = presentRun(run, isHeld);
    if (status !== undefined && present.status !== status) continue;
    found.push(present);
    if (found.length >= limit) break;
  }
  return found;
}

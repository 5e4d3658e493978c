import type { RunFilter, RunRecord } from "@kimi/contracts";
import { presentRun } from "./present-run.ts";

/** What {@link listPresentRuns} chooses from: newest first, status as stored. */
export type RunSource = (filter: Pick<RunFilter, "targetPath" | "status">) => Iterable<RunRecord>;

/** The runs that fit a filter, by the status they have now. */
export function listPresentRuns(
  source: RunSource,
  { limit = 50, status, ...filter }: RunFilter,
  isHeld: (runId: string) => boolean,
): readonly RunRecord[] {
  // An interrupted run is stored as running: the process that could have written otherwise is dead.
  const stored = status === "interrupted" ? "running" : status;
  const found: RunRecord[] = [];
  if (limit <= 0) return found;
  for (const run of source(stored === undefined ? filter : { ...filter, status: stored })) {
    const present = presentRun(run, isHeld);
    if (status !== undefined && present.status !== status) continue;
    found.push(present);
    if (found.length >= limit) break;
  }
  return found;
}

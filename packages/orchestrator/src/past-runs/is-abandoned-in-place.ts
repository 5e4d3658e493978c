import type { RunRecord } from "@kimi/contracts";

/** Whether a run died while it worked in its target itself, so that half a change may stand there. */
export function isAbandonedInPlace({ status, config, applied, baselineSnapshotId }: RunRecord): boolean {
  return status === "interrupted" && config.inPlace && !applied && baselineSnapshotId !== null;
}

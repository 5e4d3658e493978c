import { KimiError, type ApplyReport } from "@kimi/contracts";
import { assertSettled } from "./assert-settled.ts";
import { claimPastRun } from "./claim-past-run.ts";
import type { PastRunPorts } from "./past-run-ports.ts";

/**
 * Takes an applied run out of the target again: whole, or not at all where the target has moved on since.
 * @throws KimiError `usage` when the run does not exist or is not applied, `target-busy` while a run works there,
 * `target` when one died there in place.
 */
export async function rollbackRun(ports: PastRunPorts, runId: string): Promise<ApplyReport> {
  const { store, workspaces, clock } = ports;
  const { run, claim } = await claimPastRun(store, runId);
  await using _claim = claim;
  if (!run.applied || run.baselineSnapshotId === null || run.finalSnapshotId === null) {
    throw new KimiError(
      "usage",
      `Run ${runId} is not in ${run.targetPath}, so there is nothing to take out.`,
    );
  }
  await assertSettled(store, run.targetPath, run);
  const changeSet = await workspaces.changeSet(run.finalSnapshotId, run.baselineSnapshotId);
  const report = await workspaces.apply({ runId, targetPath: run.targetPath, changeSet });
  const at = clock.now().toISOString();
  if (report.conflicts.length > 0) {
    await store.appendEvent(runId, at, { type: "conflict-found", conflicts: [...report.conflicts] });
    return report;
  }
  await store.updateRun(runId, { applied: false });
  await store.appendEvent(runId, at, { type: "tree-applied", changeSet });
  return report;
}

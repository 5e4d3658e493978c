import type { RunStore } from "@kimi/contracts";
import { listStandingSnapshots, type StandingSnapshot } from "@kimi/orchestrator";
import type { SandboxManager, StoreReport } from "@kimi/sandbox";

/** A run that cannot do everything any more, for want of a snapshot. */
export interface AffectedRun extends StandingSnapshot {
  /** `missing`: there is nothing of it. `damaged`: what cannot be brought back of it is among the damages. */
  readonly state: "missing" | "damaged";
}

/** What reading all snapshots found, and which runs that concerns. */
export interface SnapshotsReport extends StoreReport {
  readonly affected: readonly AffectedRun[];
  /** Runs of which it could not be told which snapshots they need. */
  readonly unknown: readonly { readonly runId: string; readonly reason: string }[];
}

/** Reads all that snapshots hold, and looks for those that runs in the store cannot do without. */
export async function verifySnapshots(
  store: RunStore,
  workspaces: Pick<SandboxManager, "verify">,
): Promise<SnapshotsReport> {
  const standing: StandingSnapshot[] = [];
  const unknown: SnapshotsReport["unknown"][number][] = [];
  const needed = async (): Promise<readonly string[]> => {
    const runs = await store.listRuns({
      limit: Number.MAX_SAFE_INTEGER,
      onDamaged: ({ id, problem }) => unknown.push({ runId: id, reason: problem }),
    });
    for (const run of runs) {
      const { snapshots, unreadable } = await listStandingSnapshots(store, run);
      standing.push(...snapshots);
      for (const { name, reason } of unreadable)
        unknown.push({ runId: run.id, reason: `${name}: ${reason}` });
    }
    return standing.map(({ snapshotId }) => snapshotId);
  };
  const report = await workspaces.verify({ needed });
  const missing = new Set(report.missing);
  const damaged = new Set(report.damages.map(({ snapshotId }) => snapshotId));
  const affected = standing.flatMap((one): readonly AffectedRun[] => {
    if (missing.has(one.snapshotId)) return [{ ...one, state: "missing" }];
    return damaged.has(one.snapshotId) ? [{ ...one, state: "damaged" }] : [];
  });
  return { ...report, affected, unknown };
}

import type { DamagedRun, ModelGateway, RecoveredOperation, RestoreReport } from "@kimi/contracts";
import { describeKept, keepOthersWork, type KeptWork } from "../workspace/keep-others-work.ts";
import { claimPastRun } from "./claim-past-run.ts";
import { deleteUpload, listLeftUploads } from "./left-uploads.ts";
import { isAbandonedInPlace } from "./is-abandoned-in-place.ts";
import { listAbandonedInPlace } from "./list-abandoned-in-place.ts";
import type { PastRunPorts } from "./past-run-ports.ts";
import { unlessDamaged } from "./unless-damaged.ts";

/** What dead processes left, and what became of it. */
export interface RecoveryReport {
  /** Journals of half-done applies and restores. */
  readonly operations: readonly RecoveredOperation[];
  /** Targets that a dead run had worked in place in, brought back to their baseline. */
  readonly restored: readonly {
    readonly runId: string;
    readonly targetPath: string;
    readonly report: RestoreReport;
    /** What stood there and the run had not written, and where it is kept; `null` when there was nothing of the kind. */
    readonly kept: KeptWork | null;
  }[];
  /** Uploads at the provider that were deleted. */
  readonly deletedUploads: readonly string[];
  /** Uploads that are still there, and why. */
  readonly keptUploads: readonly { readonly vectorStoreId: string; readonly reason: string }[];
  /** Runs whose record is damaged: what they left, other than journals, could not be looked for. */
  readonly damagedRuns: readonly DamagedRun[];
}

/**
 * Finishes or undoes what dead processes left: in the target, in the store, and at the provider.
 * Without a gateway, uploads are only named.
 */
export async function recoverRuns(ports: PastRunPorts, models: ModelGateway | null): Promise<RecoveryReport> {
  const operations = await ports.workspaces.recover();
  const damaged = new Map<string, DamagedRun>();
  const onDamaged = (run: DamagedRun) => damaged.set(run.id, run);
  const runs = await ports.store.listRuns({ limit: Number.MAX_SAFE_INTEGER, onDamaged });
  const restored: RecoveryReport["restored"][number][] = [];
  for (const { id } of await listAbandonedInPlace(ports.store, { onDamaged })) {
    const done = await restoreTarget(ports, id);
    if (done !== null) restored.push(done);
  }
  const deletedUploads: string[] = [];
  const keptUploads: RecoveryReport["keptUploads"][number][] = [];
  for (const run of runs.filter((one) => one.status !== "running")) {
    for (const upload of await unlessDamaged(run.id, onDamaged, () => listLeftUploads(ports.store, run.id))) {
      const { vectorStoreId } = upload;
      const reason = await deleteUpload(ports, models, run.id, upload);
      if (reason === null) deletedUploads.push(vectorStoreId);
      else keptUploads.push({ vectorStoreId, reason });
    }
  }
  return { operations, restored, deletedUploads, keptUploads, damagedRuns: [...damaged.values()] };
}

/** `null` when somebody else has settled it since it was found. */
async function restoreTarget(
  ports: PastRunPorts,
  id: string,
): Promise<RecoveryReport["restored"][number] | null> {
  const { run, claim } = await claimPastRun(ports.store, id);
  await using _claim = claim;
  if (!isAbandonedInPlace(run)) return null;
  const snapshotId = run.baselineSnapshotId ?? "";
  // What the dead run had reached, and whatever the user did since, stays in the store.
  const reached = await ports.workspaces.snapshot(run.targetPath);
  const { id: runId, targetPath } = run;
  const emit = (event: Parameters<typeof ports.store.appendEvent>[2]) =>
    ports.store.appendEvent(runId, ports.clock.now().toISOString(), event);
  await emit({ type: "snapshot-taken", purpose: "attempt-end", snapshot: reached });
  const kept = await keepOthersWork(ports, {
    runId,
    targetPath,
    found: reached,
    snapshotId,
    baselineId: snapshotId,
    sources: null,
  });
  if (kept !== null) await emit({ type: "note", message: describeKept(kept) });
  const report = await ports.workspaces.restore({ runId, targetPath, snapshotId });
  await emit({
    type: "tree-restored",
    snapshotId,
    restored: report.restored.length,
    verified: report.verified,
    differences: [...report.differences],
  });
  await ports.store.updateRun(runId, {
    status: "cancelled",
    resumable: true,
    endedAt: ports.clock.now().toISOString(),
    reason: "The process died; the project was brought back to its baseline.",
  });
  return { runId, targetPath, report, kept };
}

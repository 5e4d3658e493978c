import { type AuditReport, isKimiError, type RunRecord, type RunStore } from "@kimi/contracts";
import { auditSnapshots, type PastRunPorts, type SnapshotsAudit } from "@kimi/orchestrator";

/** What became of looking at everything of a run. Its snapshots are only looked for: what they hold is not read. */
export interface RunAudit extends AuditReport {
  /** `null` when the run's own row cannot be read, which says which they are. */
  readonly snapshots: Pick<SnapshotsAudit, "kept" | "givenUp"> | null;
}

/** Looks at everything of a run: what the run store has, and whether the snapshots that it names are there. */
export async function auditRun(ports: PastRunPorts, runId: string): Promise<RunAudit> {
  const report = await ports.store.auditRun(runId);
  const run = await readUnlessDamaged(ports.store, runId);
  if (run === null) return { ...report, snapshots: null };
  const { problems, ...snapshots } = await auditSnapshots(ports, run);
  return { ...report, snapshots, problems: [...report.problems, ...problems] };
}

/** What is wrong with it is in the report already. */
async function readUnlessDamaged(store: Pick<RunStore, "readRun">, runId: string): Promise<RunRecord | null> {
  try {
    return await store.readRun(runId);
  } catch (error) {
    if (!isKimiError(error, "store")) throw error;
    return null;
  }
}

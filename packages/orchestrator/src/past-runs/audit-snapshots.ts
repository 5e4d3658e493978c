import {
  type AuditProblem,
  isKimiError,
  type RunStore,
  type RunSummary,
  type Workspaces,
} from "@kimi/contracts";
import { findSnapshotProblem } from "../workspace/find-snapshot-problem.ts";
import { listStandingSnapshots } from "./list-standing-snapshots.ts";

/** What is there of the snapshots that a run names. What they hold is not read. */
export interface SnapshotsAudit {
  /** Snapshots that the run cannot do without and that are there. */
  readonly kept: number;
  /** Other states that its log names and that are not there: only a replay or a fork would need them. */
  readonly givenUp: number;
  readonly problems: readonly AuditProblem[];
}

/** Looks for the snapshots of a run. Rows that cannot be read are for the audit of the rows to name. */
export async function auditSnapshots(
  ports: { readonly store: RunStore; readonly workspaces: Pick<Workspaces, "readFile"> },
  run: RunSummary,
): Promise<SnapshotsAudit> {
  const { snapshots } = await listStandingSnapshots(ports.store, run);
  const problems: AuditProblem[] = [];
  for (const { snapshotId, roles, neededFor } of snapshots) {
    const reason = await findSnapshotProblem(ports.workspaces, snapshotId);
    if (reason === null) continue;
    const problem = `${reason}; without it these are impossible: ${neededFor.join(", ")}`;
    problems.push({ table: "snapshots", place: roles.join(", "), problem });
  }
  const standing = new Set(snapshots.map(({ snapshotId }) => snapshotId));
  let givenUp = 0;
  for (const id of await listTaken(ports.store, run.id))
    if (!standing.has(id) && (await findSnapshotProblem(ports.workspaces, id)) !== null) givenUp += 1;
  return { kept: snapshots.length - problems.length, givenUp, problems };
}

async function listTaken(store: RunStore, runId: string): Promise<ReadonlySet<string>> {
  try {
    const events = await store.readEvents(runId);
    return new Set(
      events.flatMap(({ event }) => (event.type === "snapshot-taken" ? [event.snapshot.id] : [])),
    );
  } catch (error) {
    if (!isKimiError(error, "store")) throw error;
    return new Set();
  }
}

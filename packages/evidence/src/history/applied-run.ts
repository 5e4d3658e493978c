import { type EntryState, isKimiError, parseTrace, type ProjectHistory, type Trace } from "@kimi/contracts";

/** Hex SHA-256 of a file before and after a run; `null` where there was none. */
interface FileChange {
  readonly before: string | null;
  readonly after: string | null;
}

/** A run whose result is in the project. */
export interface AppliedRun {
  readonly runId: string;
  /** ISO 8601, UTC. */
  readonly appliedAt: string;
  readonly baselineId: string;
  readonly finalId: string;
  /** What became of files, by path; what the run did not change is missing. */
  readonly changed: ReadonlyMap<string, FileChange>;
  /** Snapshots by the hash of their tree, as far as the run recorded them. */
  readonly snapshots: ReadonlyMap<string, string>;
}

/** The runs whose result is in the project, latest applied first. */
export async function readAppliedRuns({
  store,
  targetPath,
}: Pick<ProjectHistory, "store" | "targetPath">): Promise<readonly AppliedRun[]> {
  const runs: AppliedRun[] = [];
  for (const run of await store.listRuns({ targetPath, limit: Number.MAX_SAFE_INTEGER })) {
    const { id: runId, applied, baselineSnapshotId, finalSnapshotId } = run;
    if (!applied || baselineSnapshotId === null || finalSnapshotId === null) continue;
    const stored = await store.readEvents(runId);
    const snapshots = stored.flatMap(({ event }) =>
      event.type === "snapshot-taken" ? [event.snapshot] : [],
    );
    // A run that was taken out and brought in again was applied more than once.
    const last = stored.findLast(
      ({ event }) => event.type === "tree-applied" && event.changeSet.to === finalSnapshotId,
    );
    if (last?.event.type !== "tree-applied") continue;
    runs.push({
      runId,
      appliedAt: last.at,
      baselineId: baselineSnapshotId,
      finalId: finalSnapshotId,
      changed: new Map(
        last.event.changeSet.changes
          .filter(({ before, after }) => before?.type === "file" || after?.type === "file")
          .map(({ path, before, after }) => [path, { before: hashOf(before), after: hashOf(after) }]),
      ),
      snapshots: new Map(snapshots.map(({ id, treeHash }) => [treeHash, id])),
    });
  }
  return runs.toSorted((a, b) => (a.appliedAt < b.appliedAt ? 1 : -1));
}

function hashOf(state: EntryState | null): string | null {
  return state?.type === "file" ? state.hash : null;
}

/** What a run's record says of its lines; `null` when it keeps no trace that can be read. */
export async function readTraceOf(
  store: Pick<ProjectHistory["store"], "readArtifact">,
  runId: string,
): Promise<Trace | null> {
  const content = await store.readArtifact(runId, "trace.json");
  if (content === null) return null;
  try {
    return parseTrace(Buffer.from(content).toString("utf8"), `The trace of run ${runId}`);
  } catch (error) {
    if (isKimiError(error, "input")) return null;
    throw error;
  }
}

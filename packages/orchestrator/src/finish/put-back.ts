import type { Snapshot, WorkspaceFiles, Workspaces } from "@kimi/contracts";
import type { RunRecorder } from "../record/run-recorder.ts";
import type { AcceptedRun, RunGround } from "../run-session.ts";
import { describeKept, keepOthersWork, type KeepingPorts } from "../workspace/keep-others-work.ts";
import type { RunEnd } from "./run-end.ts";

/** What of a run is needed to bring its target back. */
export interface Undoable {
  readonly runId: string;
  readonly accepted: Pick<AcceptedRun, "targetPath">;
  readonly ground: {
    readonly tree: Pick<RunGround["tree"], "kind" | "snapshot"> & {
      readonly files: Pick<WorkspaceFiles, "listSourceFiles">;
    };
    readonly baseline: Pick<RunGround["baseline"], "id">;
  };
  readonly recorder: Pick<RunRecorder, "emit" | "flush">;
  readonly ports: KeepingPorts & { readonly workspaces: Pick<Workspaces, "restore"> };
}

/**
 * After a run that is not applied: a target that was worked in is brought back to its baseline and verified. A private
 * tree needs nothing. Does not throw; a target that could not be brought back changes the end.
 */
export async function putBack(session: Undoable, end: RunEnd): Promise<RunEnd> {
  if (session.ground.tree.kind !== "in-place") return end;
  const reached = await recordReached(session);
  try {
    if (reached !== null) await keepWhatIsNotOurs(session, reached);
    const left = await restoreBaseline(session);
    return left === null ? end : unrestored(session, end, left);
  } catch (error) {
    return unrestored(session, end, error instanceof Error ? error.message : String(error));
  }
}

/** What the attempts had reached stays in the store as a snapshot; a disk too full for it does not keep from restoring. */
async function recordReached({ ground, recorder }: Undoable): Promise<Snapshot | null> {
  try {
    const snapshot = await ground.tree.snapshot();
    recorder.emit({ type: "snapshot-taken", purpose: "attempt-end", snapshot });
    return snapshot;
  } catch (error) {
    const reason = error instanceof Error ? error.message : String(error);
    recorder.emit({ type: "note", message: `What the run had reached could not be kept: ${reason}` });
    return null;
  }
}

async function keepWhatIsNotOurs(
  { runId, accepted, ground, recorder, ports }: Undoable,
  found: Snapshot,
): Promise<void> {
  const sources = new Set((await ground.tree.files.listSourceFiles()).map(({ path }) => path));
  const { targetPath } = accepted;
  await recorder.flush();
  const kept = await keepOthersWork(ports, {
    runId,
    targetPath,
    found,
    snapshotId: ground.baseline.id,
    baselineId: ground.baseline.id,
    sources,
  });
  if (kept !== null) recorder.emit({ type: "note", message: describeKept(kept) });
}

/** What differs from the baseline all the same; `null` when nothing does. */
async function restoreBaseline(session: Undoable): Promise<string | null> {
  const { runId, accepted, ground, recorder } = session;
  const { targetPath } = accepted;
  const snapshotId = ground.baseline.id;
  const report = await session.ports.workspaces.restore({ runId, targetPath, snapshotId });
  recorder.emit({
    type: "tree-restored",
    snapshotId,
    restored: report.restored.length,
    verified: report.verified,
    differences: [...report.differences],
  });
  if (report.verified) return null;
  return report.differences.map(({ path, reason }) => `${path} (${reason})`).join(", ");
}

function unrestored({ ground, accepted }: Undoable, end: RunEnd, left: string): RunEnd {
  return {
    status: "errored",
    reason: `${end.reason} Then ${accepted.targetPath} could not be brought back to its baseline, snapshot ${ground.baseline.id}: ${left}`,
    resumable: true,
  };
}

import type { RunSession } from "../run-session.ts";

/**
 * After a run that is not applied: a target that was worked in is brought back to its baseline and verified.
 * What the attempt had reached stays in the store as a snapshot. A private tree needs nothing.
 */
export async function putBack(session: RunSession): Promise<void> {
  if (session.ground.tree.kind !== "in-place") return;
  const reached = await session.ground.tree.snapshot();
  session.recorder.emit({ type: "snapshot-taken", purpose: "attempt-end", snapshot: reached });
  const { runId, accepted, ground } = session;
  const snapshotId = ground.baseline.id;
  const report = await session.ports.workspaces.restore({
    runId,
    targetPath: accepted.targetPath,
    snapshotId,
  });
  session.recorder.emit({
    type: "tree-restored",
    snapshotId,
    restored: report.restored.length,
    verified: report.verified,
    differences: [...report.differences],
  });
}

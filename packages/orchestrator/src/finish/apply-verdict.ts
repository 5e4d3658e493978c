import { KimiError, type ChangeSet } from "@kimi/contracts";
import { settlingCommand } from "../past-runs/settling-command.ts";
import type { RunSession } from "../run-session.ts";
import type { RunEnd } from "./run-end.ts";

/** Brings a proven result into the target; everything else leaves the target as it is. */
export async function applyVerdict(session: RunSession): Promise<RunEnd> {
  const { report, candidate } = session;
  if (report === null || candidate === null) throw new Error("The pipeline ended without a verdict.");
  if (report.status === "failed") {
    return { status: "failed", reason: describeFailure(session), resumable: false };
  }
  if (candidate.snapshot.treeHash !== report.treeHash) {
    throw new KimiError(
      "internal",
      "The tree to be applied is not the tree that was judged; nothing was applied.",
    );
  }
  if (session.signal.aborted) throw new KimiError("cancelled", "The run was cancelled.");
  if (!session.applied) {
    session.recorder.emit({ type: "snapshot-taken", purpose: "final", snapshot: candidate.snapshot });
    await session.ports.store.updateRun(session.runId, { finalSnapshotId: candidate.snapshot.id });
    const conflict = session.config.inPlace ? await settleInPlace(session) : await applyToTarget(session);
    if (conflict !== null) return conflict;
    session.applied = true;
    await session.ports.store.updateRun(session.runId, { applied: true });
  }
  if (!(await isToldOf(session))) {
    session.recorder.emit({ type: "tree-applied", changeSet: candidate.changeSet });
    await session.recorder.flush();
  }
  return { status: report.status, reason: describeSuccess(session), resumable: false };
}

/** A process may have died between bringing the result in and saying so, or after both. */
async function isToldOf({ accepted, ports, runId }: RunSession): Promise<boolean> {
  if (!accepted.isApplied) return false;
  return (await ports.store.readEvents(runId)).some(({ event }) => event.type === "tree-applied");
}

async function applyToTarget(session: RunSession): Promise<RunEnd | null> {
  const changeSet = await findStandingChanges(session);
  if (changeSet === null) return null;
  const { conflicts } = await session.ports.workspaces.apply({
    runId: session.runId,
    targetPath: session.accepted.targetPath,
    changeSet,
  });
  if (conflicts.length === 0) return null;
  session.recorder.emit({ type: "conflict-found", conflicts: [...conflicts] });
  const paths = conflicts.map((conflict) => conflict.path);
  // Not resumable: what is left to be done is the user's, and `apply` then does the rest.
  return {
    status: "errored",
    reason: `The verdict is ${session.report?.status}, but ${paths.join(", ")} changed in the project during the run, so nothing was written. Both versions are kept. Bring what you want of the run's into the project's, then leave that as it is and write the rest with: ${settlingCommand(session.runId, paths)}`,
    resumable: false,
  };
}

/**
 * What is to be written: from the baseline, or, when the run is a fork of one whose result is in the target, from that.
 */
async function findStandingChanges({ candidate, accepted, ports }: RunSession): Promise<ChangeSet | null> {
  if (candidate === null || accepted.forkedFrom === null) return candidate?.changeSet ?? null;
  const origin = await ports.store.readRun(accepted.forkedFrom.fromRunId);
  return origin?.applied === true && origin.finalSnapshotId !== null
    ? ports.workspaces.changeSet(origin.finalSnapshotId, candidate.snapshot.id)
    : candidate.changeSet;
}

/** The result is in the target already; what commands merely left behind goes. */
async function settleInPlace(session: RunSession): Promise<RunEnd | null> {
  const snapshotId = session.candidate?.snapshot.id;
  if (snapshotId === undefined) return null;
  const { verified, differences } = await session.ground.tree.restore(snapshotId);
  if (verified) return null;
  const paths = differences.map((difference) => difference.path).join(", ");
  throw new KimiError("workspace", `After the run the project differs from the judged tree at ${paths}.`);
}

function describeSuccess(session: RunSession): string {
  const criteria = session.report?.criteria ?? [];
  const proven = criteria.filter((one) => one.status === "proven").length;
  const weaker = criteria.filter(({ proof = "test" }) => proof !== "test").length;
  const how =
    weaker === 0 ? "by executed tests" : `by execution, ${weaker} of them only by checks, which are weaker`;
  return `${proven} of ${criteria.length} criteria are proven ${how}.`;
}

function describeFailure(session: RunSession): string {
  const open = (session.report?.criteria ?? []).filter(
    (one) => one.status === "failed" || one.status === "unproven",
  );
  const blocking = (session.report?.findings ?? []).filter((one) => one.blocking);
  const parts = [
    ...open.map((one) => `${one.criterion} is ${one.status} (${one.reason})`),
    ...blocking.map((one) => one.message),
  ];
  return `Not proven after ${session.verdicts} ${session.verdicts === 1 ? "attempt" : "attempts"}: ${parts.join("; ")}${session.impasse === null ? "" : ` ${session.impasse}`}`;
}

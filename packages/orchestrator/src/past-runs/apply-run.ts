import { KimiError, type ApplyReport, type ChangeSet } from "@kimi/contracts";
import { candidateArtifactName, candidateSchema } from "./candidate-schema.ts";
import { requireRun, type PastRunPorts } from "./past-run-ports.ts";

export interface ApplyRunOptions {
  /** Which verdict's tree, from 1. @default the latest */
  readonly attempt?: number;
}

/** What came of bringing a kept attempt in. */
export interface AppliedRun extends ApplyReport {
  readonly attempt: number;
  readonly changeSet: ChangeSet;
}

/**
 * Brings an attempt that a run kept into the target: whole, or not at all where the target has moved on since.
 * @throws KimiError `usage` when the run or attempt does not exist or is applied already, `target-busy` while a run works there.
 */
export async function applyRun(
  ports: PastRunPorts,
  runId: string,
  options: ApplyRunOptions = {},
): Promise<AppliedRun> {
  const { store, workspaces, clock } = ports;
  const run = await requireRun(store, runId);
  if (run.applied) {
    throw new KimiError(
      "usage",
      `Run ${runId} is in ${run.targetPath} already. Take it out with: kimi-agent rollback ${runId}`,
    );
  }
  const { attempt, candidate } = await readCandidate(ports, runId, options.attempt);
  await using _claim = await store.claim(runId, run.targetPath);
  const { changeSet, snapshot } = candidate;
  const report = await workspaces.apply({ runId, targetPath: run.targetPath, changeSet });
  const at = clock.now().toISOString();
  if (report.conflicts.length > 0) {
    await store.appendEvent(runId, at, { type: "conflict-found", conflicts: [...report.conflicts] });
    return { ...report, attempt, changeSet };
  }
  await store.updateRun(runId, { applied: true, finalSnapshotId: snapshot.id });
  await store.appendEvent(runId, at, { type: "tree-applied", changeSet });
  return { ...report, attempt, changeSet };
}

async function readCandidate(ports: PastRunPorts, runId: string, wanted: number | undefined) {
  const names = new Set((await ports.store.listArtifacts(runId)).map((artifact) => artifact.name));
  const kept = Array.from({ length: names.size }, (_, index) => index + 1).filter((n) =>
    names.has(candidateArtifactName(n)),
  );
  const attempt = wanted ?? kept.at(-1);
  const content =
    attempt === undefined ? null : await ports.store.readArtifact(runId, candidateArtifactName(attempt));
  if (attempt === undefined || content === null) {
    const found = kept.length === 0 ? "It kept none." : `It kept ${kept.join(", ")}.`;
    throw new KimiError(
      "usage",
      `Run ${runId} kept no attempt${wanted === undefined ? "" : ` ${wanted}`} that could be applied. ${found}`,
    );
  }
  return { attempt, candidate: candidateSchema.parse(JSON.parse(Buffer.from(content).toString("utf8"))) };
}

import { KimiError, type ApplyReport, type ChangeSet, type RunRecord } from "@kimi/contracts";
import { candidateArtifactName, candidateSchema } from "./candidate-schema.ts";
import type { Candidate } from "../workspace/take-candidate.ts";
import { assertSettled } from "./assert-settled.ts";
import { claimPastRun } from "./claim-past-run.ts";
import { leaveAsTheyAre } from "./leave-as-they-are.ts";
import type { PastRunPorts } from "./past-run-ports.ts";

export interface ApplyRunOptions {
  /** Which verdict's tree, from 1. @default the one the run settled on, else the latest */
  readonly attempt?: number;
  /**
   * Paths, relative to the project and with all below them, that stay as they stand there: the user has settled them.
   * The rest is written, and they are no part of what {@link rollbackRun} takes out. @default none
   */
  readonly keep?: readonly string[];
}

/** What came of bringing a kept attempt in. */
export interface AppliedRun extends ApplyReport {
  readonly attempt: number;
  readonly changeSet: ChangeSet;
  /** Paths that the attempt changes and that stay as they stood in the project. */
  readonly left: readonly string[];
}

/**
 * Brings an attempt that a run kept into the target: whole, or not at all where the target has moved on since.
 * @throws KimiError `usage` when the run or attempt does not exist or is applied already, or does not change what is to
 * be kept, `target-busy` while a run works there, `target` when one died there in place.
 */
export async function applyRun(
  ports: PastRunPorts,
  runId: string,
  options: ApplyRunOptions = {},
): Promise<AppliedRun> {
  const { store, workspaces, clock } = ports;
  const { run, claim } = await claimPastRun(store, runId);
  await using _claim = claim;
  if (run.applied) {
    throw new KimiError(
      "usage",
      `Run ${runId} is in ${run.targetPath} already. Take it out with: kimi-agent rollback ${runId}`,
    );
  }
  const { attempt, candidate } = await readCandidate(ports, run, options.attempt);
  await assertSettled(store, run.targetPath, run);
  const { changeSet, snapshot, left } = await leaveAsTheyAre(workspaces, candidate, options.keep ?? []);
  const report = await workspaces.apply({ runId, targetPath: run.targetPath, changeSet });
  const at = clock.now().toISOString();
  if (report.conflicts.length > 0) {
    await store.appendEvent(runId, at, { type: "conflict-found", conflicts: [...report.conflicts] });
    return { ...report, attempt, changeSet, left };
  }
  if (left.length > 0)
    await store.appendEvent(runId, at, { type: "snapshot-taken", purpose: "final", snapshot });
  await store.updateRun(runId, { applied: true, finalSnapshotId: snapshot.id });
  await store.appendEvent(runId, at, {
    type: "tree-applied",
    changeSet,
    ...(left.length === 0 ? {} : { left: [...left] }),
  });
  return { ...report, attempt, changeSet, left };
}

async function readCandidate(
  { store }: PastRunPorts,
  { id: runId, finalSnapshotId }: RunRecord,
  wanted: number | undefined,
): Promise<{ readonly attempt: number; readonly candidate: Candidate }> {
  const kept = await readCandidates(store, runId);
  const settled = kept.findLast(({ candidate }) => candidate.snapshot.id === finalSnapshotId);
  const found =
    wanted === undefined ? (settled ?? kept.at(-1)) : kept.find(({ attempt }) => attempt === wanted);
  if (found !== undefined) return found;
  const numbers = kept.map(({ attempt }) => attempt).join(", ");
  throw new KimiError(
    "usage",
    `Run ${runId} kept no attempt${wanted === undefined ? "" : ` ${wanted}`} that could be applied. ${kept.length === 0 ? "It kept none." : `It kept ${numbers}.`}`,
  );
}

/** Every attempt that was judged, in order. */
async function readCandidates(store: PastRunPorts["store"], runId: string) {
  const kept: { readonly attempt: number; readonly candidate: Candidate }[] = [];
  for (let attempt = 1; ; attempt += 1) {
    const content = await store.readArtifact(runId, candidateArtifactName(attempt));
    if (content === null) return kept;
    const candidate = candidateSchema.parse(JSON.parse(Buffer.from(content).toString("utf8")));
    kept.push({ attempt, candidate });
  }
}

import { KimiError, type Snapshot } from "@kimi/contracts";
import { recallRequirements } from "../requirements/recall-requirements.ts";
import type { AcceptedRun, RunGround } from "../run-session.ts";
import { sparingTree } from "../workspace/sparing-tree.ts";
import { describeKept, keepOthersWork } from "../workspace/keep-others-work.ts";
import { learnSecrets } from "./learn-secrets.ts";

/** Records the baseline of the target and opens the tree the personas work in. No snapshot, no work. */
export async function prepareGround(run: AcceptedRun): Promise<RunGround> {
  const { workspaces, store } = run.ports;
  const baseline = await workspaces.snapshot(run.targetPath);
  await store.updateRun(run.runId, { baselineSnapshotId: baseline.id });
  run.recorder.emit({ type: "snapshot-taken", purpose: "baseline", snapshot: baseline });
  await run.recorder.flush();
  return openGround(run, baseline);
}

/**
 * Opens the tree of a run that is taken up again, at its old baseline. What a target that was worked in holds now is
 * kept as a snapshot before that, and what the run had not written is copied out of the way. `goesOnAt`: the state that
 * the run goes on from, where it has one.
 */
export async function reopenGround(run: AcceptedRun, goesOnAt: string | null): Promise<RunGround> {
  const baseline = await readBaseline(run);
  if (baseline === null) return prepareGround(run);
  const { workspaces } = run.ports;
  const { runId, targetPath } = run;
  if (worksInPlace(run)) {
    const found = await workspaces.snapshot(targetPath);
    run.recorder.emit({ type: "snapshot-taken", purpose: "attempt-end", snapshot: found });
    await run.recorder.flush();
    const snapshotId = goesOnAt ?? baseline.id;
    const kept = await keepOthersWork(run.ports, {
      runId,
      targetPath,
      found,
      snapshotId,
      baselineId: baseline.id,
      sources: null,
    });
    if (kept !== null) run.recorder.emit({ type: "note", message: describeKept(kept) });
    const report = await workspaces.restore({ runId, targetPath, snapshotId: baseline.id });
    if (!report.verified) {
      const paths = report.differences.map((one) => one.path).join(", ");
      throw new KimiError(
        "workspace",
        `${targetPath} could not be brought back to where the run began: ${paths}`,
      );
    }
  }
  return openGround(run, baseline);
}

async function readBaseline(run: AcceptedRun): Promise<Snapshot | null> {
  for (const { event } of await run.ports.store.readEvents(run.runId)) {
    if (event.type === "snapshot-taken" && event.purpose === "baseline") return event.snapshot;
  }
  return null;
}

async function openGround(run: AcceptedRun, baseline: Snapshot): Promise<RunGround> {
  const { workspaces, licences } = run.ports;
  const tree = await workspaces.openWorkingTree({
    runId: run.runId,
    snapshotId: baseline.id,
    targetPath: run.targetPath,
    kind: worksInPlace(run) ? "in-place" : "private",
  });
  try {
    const worked = run.trees.worked(worksInPlace(run) ? sparingTree(tree, run, baseline) : tree, baseline);
    const listing = worked.files.listSourceFiles();
    const [sources, installedAtBaseline] = await Promise.all([
      listing,
      licences.listInstalled({ ...worked.files, listSourceFiles: () => listing }),
      learnSecrets(worked.files, run.ports.redactor),
    ]);
    return {
      tree: worked,
      baseline,
      baselineSources: new Set(sources.map((entry) => entry.path)),
      installedAtBaseline,
      earlier: await recallRequirements(run),
    };
  } catch (error) {
    await tree[Symbol.asyncDispose]();
    throw error;
  }
}

/** A project that has its result already is the user's again. */
function worksInPlace({ config, isApplied }: AcceptedRun): boolean {
  return config.inPlace && !isApplied;
}

import type { AcceptedRun, RunGround } from "../run-session.ts";

/** Records the baseline of the target and opens the tree the personas work in. No snapshot, no work. */
export async function prepareGround(run: AcceptedRun): Promise<RunGround> {
  const { workspaces, store, licences } = run.ports;
  const baseline = await workspaces.snapshot(run.targetPath);
  await store.updateRun(run.runId, { baselineSnapshotId: baseline.id });
  run.recorder.emit({ type: "snapshot-taken", purpose: "baseline", snapshot: baseline });
  await run.recorder.flush();
  const tree = await workspaces.openWorkingTree({
    runId: run.runId,
    snapshotId: baseline.id,
    targetPath: run.targetPath,
    kind: run.config.inPlace ? "in-place" : "private",
  });
  try {
    const sources = await tree.files.listSourceFiles();
    return {
      tree,
      baseline,
      baselineSources: new Set(sources.map((entry) => entry.path)),
      installedAtBaseline: await licences.listInstalled(tree.files),
    };
  } catch (error) {
    await tree[Symbol.asyncDispose]();
    throw error;
  }
}

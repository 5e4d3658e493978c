import type { AcceptedRun } from "../run-session.ts";

/** Writes what the store holds of the run into its deliverables folder; gives the folder. */
export async function deliver(run: AcceptedRun): Promise<string> {
  await run.recorder.flush();
  const { workspaces, packager, store } = run.ports;
  const sink = await workspaces.openDeliverables(run.targetPath, run.runId);
  await packager.writeDeliverables(run.runId, store, sink);
  return sink.folder;
}

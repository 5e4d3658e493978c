import type { RunUpdate } from "@kimi/contracts";
import type { AcceptedRun } from "../run-session.ts";
import { storeAtEnd } from "./store-at-end.ts";

/**
 * Writes what the store holds of the run into its deliverables folder; gives the folder.
 * @param ended What its row is about to say, once the run has ended.
 */
export async function deliver(run: AcceptedRun, ended: RunUpdate = {}): Promise<string> {
  await run.recorder.flush();
  const { workspaces, packager, store } = run.ports;
  const sink = await workspaces.openDeliverables(run.targetPath, run.runId);
  await packager.writeDeliverables(run.runId, storeAtEnd(store, ended), sink);
  return sink.folder;
}

import { KimiError, type Workspaces } from "@kimi/contracts";
import { findSnapshotProblem } from "../workspace/find-snapshot-problem.ts";
import type { RunRecording } from "./run-recording.ts";

/** @throws KimiError `usage` when the snapshot that a run began with is no longer there. */
export async function assertBaseline(
  workspaces: Pick<Workspaces, "readFile">,
  { run, baseline }: RunRecording,
): Promise<void> {
  const problem = await findSnapshotProblem(workspaces, baseline.id);
  if (problem === null) return;
  throw new KimiError(
    "usage",
    `Run ${run.id} cannot be replayed: its baseline cannot be read (${problem}). Its record can still be checked: kimi-agent audit ${run.id}`,
  );
}

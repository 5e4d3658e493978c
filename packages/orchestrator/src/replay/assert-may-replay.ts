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

/** @throws KimiError `usage` when a command that would run anew had network, or ran unconfined. */
export function assertMayExecute({ run, events, commands }: RunRecording): void {
  const isUnconfined = events.some(
    ({ event }) => event.type === "run-started" && event.sandboxTier === "none",
  );
  const risky = commands.filter(({ asked }) => isUnconfined || asked.network === "host");
  const [first] = risky;
  if (first === undefined) return;
  const more = risky.length > 1 ? ` and ${risky.length - 1} more` : "";
  throw new KimiError(
    "usage",
    `Executing run ${run.id} again runs commands that had network or ran unconfined: ${first.asked.argv.join(" ")}${more}. If that does no harm, add --rerun-commands.`,
  );
}

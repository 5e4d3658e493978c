import { exitCodes, type Ledger, type RunUpdate } from "@kimi/contracts";
import type { AcceptedRun } from "../run-session.ts";
import type { RunEnd } from "./run-end.ts";

/** Records the last event of the run; gives what is then to become of its row, see {@link settleRun}. */
export async function recordEnd(run: AcceptedRun, end: RunEnd, ledger: Ledger): Promise<RunUpdate> {
  const { status, reason, resumable } = end;
  const endedAt = run.ports.clock.now().toISOString();
  run.recorder.emit({ type: "run-ended", ...end, exitCode: exitCodes[status], ledger });
  await run.recorder.flush();
  return { status, reason, resumable, endedAt, ledger };
}

/** Ends the run. Comes last of all: a process that dies before leaves a run that another one brings to this end. */
export async function settleRun(run: AcceptedRun, ended: RunUpdate): Promise<void> {
  await run.ports.store.updateRun(run.runId, ended);
}

import { exitCodes, type Ledger } from "@kimi/contracts";
import type { AcceptedRun } from "../run-session.ts";
import type { RunEnd } from "./run-end.ts";

/** Records the end of the run: its last event, then its status. */
export async function recordEnd(run: AcceptedRun, end: RunEnd, ledger: Ledger): Promise<void> {
  const { status } = end;
  const endedAt = run.ports.clock.now().toISOString();
  run.recorder.emit({ type: "run-ended", ...end, exitCode: exitCodes[status], ledger });
  await run.recorder.flush();
  await run.ports.store.updateRun(run.runId, { ...end, endedAt, ledger });
}

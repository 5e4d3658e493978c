import { exitCodes, type Ledger } from "@kimi/contracts";
import type { AcceptedRun } from "../run-session.ts";
import { deliver } from "./deliver.ts";
import type { RunEnd } from "./run-end.ts";

/** Writes the end of the run: its status, the last event, the deliverables. Gives the deliverables folder. */
export async function closeRun(run: AcceptedRun, end: RunEnd, ledger: Ledger): Promise<string> {
  const { status, reason, resumable } = end;
  const endedAt = run.ports.clock.now().toISOString();
  const shown = run.ports.redactor.redact(reason).text;
  run.recorder.emit({
    type: "run-ended",
    status,
    exitCode: exitCodes[status],
    reason: shown,
    resumable,
    ledger,
  });
  await run.recorder.flush();
  await run.ports.store.updateRun(run.runId, { status, endedAt, reason: shown, resumable, ledger });
  return deliver(run);
}

import type { RunClaim, RunRecord, RunStore } from "@kimi/contracts";
import { requireRun } from "./past-run-ports.ts";

/** A run that this process holds, as it stands since then. */
export interface ClaimedPastRun {
  readonly run: RunRecord;
  readonly claim: RunClaim;
}

/**
 * Takes hold of a run, and reads it only then: until that moment another process may have applied it, taken it out,
 * gone on with it or forgotten it. One that is left as running has been interrupted, since nobody else holds it.
 * @throws KimiError `usage` when there is no such run, `target-busy` while a live process works on it or its target.
 */
export async function claimPastRun(
  store: Pick<RunStore, "readRun" | "claim">,
  runId: string,
): Promise<ClaimedPastRun> {
  const { targetPath } = await requireRun(store, runId);
  const claim = await store.claim(runId, targetPath);
  try {
    const run = await requireRun(store, runId);
    const isLeft = run.status === "running";
    return { run: isLeft ? { ...run, status: "interrupted", resumable: true } : run, claim };
  } catch (error) {
    await claim[Symbol.asyncDispose]();
    throw error;
  }
}

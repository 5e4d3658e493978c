import { KimiError, type RunRecord, type RunStore } from "@kimi/contracts";
import type { OrchestratorPorts } from "../orchestrator-ports.ts";

/** What work on a finished run needs. */
export type PastRunPorts = Pick<OrchestratorPorts, "store" | "workspaces" | "clock">;

/** @throws KimiError `usage` when there is no such run. */
export async function requireRun(store: Pick<RunStore, "readRun">, runId: string): Promise<RunRecord> {
  const run = await store.readRun(runId);
  if (run !== null) return run;
  throw new KimiError("usage", `There is no run ${runId}. See the known ones with: kimi-agent runs list`);
}

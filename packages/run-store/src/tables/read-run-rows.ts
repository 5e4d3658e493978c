import type { RunRows } from "../export/export-tables.ts";
import type { StoreTables } from "./store-tables.ts";

/** All that is kept of a run besides the run itself, checked. */
export function readRunRows(
  { attempts, events, modelCalls, artifacts }: StoreTables,
  runId: string,
): Omit<RunRows, "run"> {
  return {
    attempts: attempts.read(runId),
    events: events.readChained(runId),
    modelCalls: modelCalls.read(runId),
    artifacts: artifacts.list(runId),
  };
}

import type { AttemptRecord } from "@kimi/contracts";
import type { RunRows } from "../export/export-tables.ts";
import type { MemoryRun } from "./memory-run.ts";

/** A run's rows, each table in its stable order. */
export function rowsOf({ record, attempts, events, modelCalls, artifacts }: MemoryRun): RunRows {
  return {
    run: record,
    attempts: [...attempts.values()].toSorted(compareAttempts),
    events,
    modelCalls: [...modelCalls.values()],
    artifacts: [...artifacts.values()]
      .map((artifact) => artifact.record)
      .toSorted((a, b) => compareText(a.name, b.name)),
  };
}

function compareAttempts(a: AttemptRecord, b: AttemptRecord): number {
  return a.stageIndex - b.stageIndex || a.attempt - b.attempt || compareText(a.stage, b.stage);
}

/** As SQLite does: by the bytes of UTF-8. */
export function compareText(a: string, b: string): number {
  return Buffer.compare(Buffer.from(a), Buffer.from(b));
}

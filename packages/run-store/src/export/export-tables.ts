import type { ArtifactRecord, AttemptRecord, JsonValue, ModelCall, RunRecord } from "@kimi/contracts";
import type { ChainedEvent } from "../tables/events-table.ts";
import { foldCalls } from "./fold-calls.ts";

/** A run's rows, read and checked. */
export interface RunRows {
  readonly run: RunRecord;
  readonly attempts: readonly AttemptRecord[];
  readonly events: readonly ChainedEvent[];
  readonly modelCalls: readonly ModelCall[];
  readonly artifacts: readonly ArtifactRecord[];
}

/**
 * A run's rows by table name, as JSON, each table in its own stable order.
 * Contents of artifacts are not part of it: an artifact's row names them by hash. Requests name what they share, and
 * `unfoldCalls` gives them back in full.
 */
export function exportTables({
  run,
  attempts,
  events,
  modelCalls,
  artifacts,
}: RunRows): Readonly<Record<string, readonly JsonValue[]>> {
  const { calls, parts } = foldCalls(modelCalls);
  return {
    runs: [run],
    attempts,
    events: events.map(({ stored, previousHash, hash }) => ({ ...stored, previousHash, hash })),
    request_parts: parts,
    model_calls: calls,
    artifacts,
  };
}

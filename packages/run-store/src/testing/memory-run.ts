import type { ArtifactRecord, AttemptRecord, ModelCall, RunRecord } from "@kimi/contracts";
import type { ChainedEvent } from "../tables/events-table.ts";

/** One run in memory. */
export interface MemoryRun {
  record: RunRecord;
  readonly events: ChainedEvent[];
  /** By stage and attempt. */
  readonly attempts: Map<string, AttemptRecord>;
  /** By position, in the order they were begun. */
  readonly modelCalls: Map<string, ModelCall>;
  /** By name. */
  readonly artifacts: Map<string, { readonly record: ArtifactRecord; readonly content: Uint8Array }>;
}

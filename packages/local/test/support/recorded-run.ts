import { type RunRecord, noTokens, runConfigSchema } from "@kimi/contracts";

/** A run that failed in November, as the store keeps it. */
export function recordedRun(id: string, differing: Partial<RunRecord> = {}): RunRecord {
  return {
    id,
    status: "failed",
    config: runConfigSchema.parse({ targetPath: "/projects/sample", prompt: "Add" }),
    targetPath: "/projects/sample",
    program: "kimi-agent 0.1.0",
    model: "gpt-5.6-sol",
    endpoint: "recording",
    startedAt: "2026-11-01T10:00:00.000Z",
    endedAt: "2026-11-01T10:00:00.000Z",
    reason: null,
    resumable: false,
    ledger: { requests: 0, tokens: noTokens, costUsd: 0, unpricedRequests: 0, possiblyBilledRequests: 0 },
    baselineSnapshotId: null,
    finalSnapshotId: null,
    applied: false,
    ...differing,
  };
}

import {
  type Handoff,
  type ModelCallAnswer,
  type ModelCallRequest,
  noTokens,
  type RunRecord,
  runConfigSchema,
} from "@kimi/contracts";

/** A run that has just begun. */
export function sampleRun(id: string, changes: Partial<RunRecord> = {}): RunRecord {
  const targetPath = changes.targetPath ?? "/projects/sample";
  return {
    id,
    status: "running",
    config: runConfigSchema.parse({ targetPath, prompt: "Add a greeting" }),
    targetPath,
    program: "kimi-agent 0.1.0",
    model: "gpt-5.6-sol",
    endpoint: "recording",
    startedAt: "2026-11-01T10:00:00.000Z",
    endedAt: null,
    reason: null,
    resumable: false,
    ledger: { requests: 0, tokens: noTokens, costUsd: 0, unpricedRequests: 0, possiblyBilledRequests: 0 },
    baselineSnapshotId: null,
    finalSnapshotId: null,
    applied: false,
    ...changes,
  };
}

/** What a persona receives that comes first. */
export const sampleHandoff: Handoff = {
  documents: [],
  requirements: [],
  outputs: {},
  changedPaths: [],
  failure: null,
};

/** The request of a stage's first attempt at a turn. */
export function sampleRequest(turn: number, text = "hello"): ModelCallRequest {
  return {
    position: { stage: "coding", attempt: 1, turn, call: 1 },
    model: "gpt-5.6-sol",
    hash: "a".repeat(64),
    body: { input: [{ role: "user", content: text }] },
  };
}

export const sampleAnswer: ModelCallAnswer = {
  responseId: "resp_1",
  output: [{ type: "message", content: "hi" }],
  usage: { inputTokens: 10, cachedInputTokens: 0, outputTokens: 2, reasoningTokens: 0 },
  costUsd: 0.01,
};

import { createHash } from "node:crypto";
import {
  type ArtifactRecord,
  type AttemptRecord,
  type ExportRequest,
  noTokens,
  type RunRecord,
  runConfigSchema,
  type StoredEvent,
} from "@kimi/contracts";

/** A run that has succeeded. */
export function finishedRun(changes: Partial<RunRecord> = {}): RunRecord {
  return {
    id: "0199c2f0-0000-7000-8000-000000000001",
    status: "succeeded",
    config: runConfigSchema.parse({ targetPath: "/projects/greeter", prompt: "Add a greeting" }),
    targetPath: "/projects/greeter",
    program: "kimi-agent 0.1.0",
    model: "gpt-5.6-sol",
    endpoint: "recording",
    startedAt: "2026-11-01T10:00:01.000Z",
    endedAt: "2026-11-01T10:05:00.000Z",
    reason: "every must is proven",
    resumable: false,
    ledger: { requests: 0, tokens: noTokens, costUsd: 0, unpricedRequests: 0, possiblyBilledRequests: 0 },
    baselineSnapshotId: "a".repeat(64),
    finalSnapshotId: "b".repeat(64),
    applied: true,
    ...changes,
  };
}

/** One try at a stage. */
export function anAttempt(
  stage: string,
  stageIndex: number,
  attempt = 1,
  output: object | null = null,
): AttemptRecord {
  return {
    stage,
    attempt,
    stageIndex,
    role: "custom",
    startedAt: "2026-11-01T10:00:02.000Z",
    endedAt: "2026-11-01T10:00:03.000Z",
    outcome: output === null ? "failed" : "submitted",
    input: {
      documents: [],
      requirements: [],
      outputs: {},
      changedPaths: [`${stage}-${attempt}`],
      failure: null,
    },
    output: output === null ? null : { ...output },
    reason: null,
  };
}

/** What a packager reads, held in memory; change it between calls to let the run go on. */
export class StoredRun {
  run: RunRecord | null;
  events: StoredEvent[] = [];
  attempts: AttemptRecord[] = [];
  readonly artifacts = new Map<string, Uint8Array>();
  /** Names in the order their content was read. */
  readonly contentReads: string[] = [];

  constructor(run: RunRecord | null = finishedRun()) {
    this.run = run;
  }

  readonly store: ExportRequest["store"] = {
    readRun: async () => this.run,
    readEvents: async () => this.events,
    readAttempts: async () => this.attempts,
    listArtifacts: async () => [...this.artifacts].map(([name, content]) => recordOf(name, content)),
    readArtifact: async (_, name) => {
      this.contentReads.push(name);
      return this.artifacts.get(name) ?? null;
    },
    exportRun: async () => ({ runs: this.run === null ? [] : [this.run], events: this.events }),
  };
}

function recordOf(name: string, content: Uint8Array): ArtifactRecord {
  const hash = createHash("sha256").update(content).digest("hex");
  return { name, mediaType: "text/plain", hash, bytes: content.length, producer: null };
}

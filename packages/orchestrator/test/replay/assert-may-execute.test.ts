import { noTokens, runConfigSchema, type SandboxTier } from "@kimi/contracts";
import { expect, it } from "vitest";
import { assertMayExecute } from "../../src/replay/assert-may-execute.ts";
import type { RunRecording } from "../../src/replay/run-recording.ts";

const at = "2026-11-01T10:00:00.000Z";
const snapshot = { id: "a".repeat(64), treeHash: "b".repeat(64), fileCount: 0, totalBytes: 0 };

function recordingOf(
  tier: SandboxTier,
  ...commands: readonly (readonly [string, "none" | "host"])[]
): RunRecording {
  const config = runConfigSchema.parse({ targetPath: "/project", prompt: "Add." });
  const run = {
    id: "run-1",
    status: "succeeded",
    config,
    targetPath: "/project",
    program: "kimi-agent 0.1.0",
    model: "gpt-5.0",
    endpoint: "recording",
    startedAt: at,
    endedAt: at,
    reason: null,
    resumable: false,
    ledger: { requests: 0, tokens: noTokens, costUsd: 0, unpricedRequests: 0, possiblyBilledRequests: 0 },
    baselineSnapshotId: snapshot.id,
    finalSnapshotId: null,
    applied: false,
  } as const;
  const { id: runId, targetPath, model, endpoint, program } = run;
  const started = {
    type: "run-started",
    runId,
    targetPath,
    model,
    endpoint,
    program,
    sandboxTier: tier,
  } as const;
  return {
    run,
    events: [{ sequence: 1, at, event: started }],
    attempts: [],
    calls: [],
    documents: [],
    baseline: snapshot,
    commands: commands.map(([command, network], index) => ({
      scope: "coding/1",
      ordinal: index + 1,
      tree: "c".repeat(64),
      asked: {
        argv: [command],
        workingDirectory: "",
        env: [],
        network,
        timeoutMs: null,
        maxOutputBytes: null,
        supportFiles: null,
        reportFiles: [],
      },
      result: null,
      refusal: "not found",
      after: snapshot,
    })),
  };
}

it("lets commands that were confined and had no network run anew", () => {
  expect(() => assertMayExecute(recordingOf("bubblewrap", ["make", "none"]))).not.toThrow();
});

it.each([
  [
    "had network",
    recordingOf("bubblewrap", ["make", "none"], ["deploy", "host"]),
    /: deploy\. .*--rerun-commands/,
  ],
  ["ran unconfined", recordingOf("none", ["make", "none"], ["test", "none"]), /: make and 1 more\. /],
])("asks before what %s runs anew", (_, recording, message) => {
  expect(() => assertMayExecute(recording)).toThrow(message);
});

import type {
  AttemptRecord,
  ChangeSet,
  CommandResult,
  EvidenceReport,
  ModelCall,
  RecordedCall,
  Requirement,
  RunRecord,
  Snapshot,
  SourceDocument,
  Trace,
} from "../src/index.ts";
import { noTokens, runConfigSchema } from "../src/index.ts";

// One of each thing that is stored or exported, with every nullable member seen both ways somewhere.

export const hash = "0123456789abcdef".repeat(4);
const at = "2026-11-22T10:00:00.000Z";
export const usage = { inputTokens: 12, cachedInputTokens: 4, outputTokens: 7, reasoningTokens: 0 };
const span = { path: "plan.md", startLine: 3, endLine: 4, startOffset: 10, endOffset: 42, contentHash: hash };
export const position = { stage: "coding", attempt: 1, turn: 2, call: 1 };
const test = { runner: "node-test" as const, file: "test/a.test.js", name: "suite > works" };

export const snapshot: Snapshot = { id: hash, treeHash: hash, fileCount: 2, totalBytes: 300 };

export const requirement: Requirement = {
  id: "REQ-1",
  title: "Works",
  statement: "It works.",
  priority: "must",
  quotations: [{ text: "it must work", span }],
  assumption: false,
  criteria: [{ id: "REQ-1.1", text: "WHEN asked, it SHALL work." }],
};

export const sourceDocument: SourceDocument = {
  path: "plan.md",
  mediaType: "text/markdown",
  contentHash: hash,
  text: "# Plan\nkey: [secret]\n",
  sections: [{ id: "S1", title: "Plan", breadcrumb: ["Plan"], text: "# Plan\nkey: [secret]\n", span }],
  redactions: [{ startOffset: 12, endOffset: 20, placeholder: "[secret]" }],
};

export const changeSet: ChangeSet = {
  from: hash,
  to: hash,
  changes: [
    { path: "a", kind: "added", before: null, after: { type: "file", mode: 0o644, hash, size: 3 } },
    {
      path: "b",
      kind: "removed",
      before: { type: "directory", mode: 0o755, hash: null, size: 0 },
      after: null,
    },
    {
      path: "c",
      kind: "metadata-changed",
      before: { type: "file", mode: 0o644, hash, size: 3 },
      after: { type: "file", mode: 0o644, hash, size: 3, linkedTo: "a", attributes: hash },
    },
  ],
};

export const commandResult: CommandResult = {
  exitCode: null,
  signal: "SIGKILL",
  timedOut: true,
  stdout: { text: "…", totalBytes: 3 },
  stderr: { text: "", totalBytes: 0 },
  durationMs: 1.5,
  tier: "bubblewrap",
  reports: { "results.jsonl": "{}" },
};

export const modelCall: ModelCall = {
  request: { position, model: "gpt-5.6-sol", hash, body: { input: [null, true, 1, "x", { deep: [] }] } },
  answer: { responseId: "resp_1", output: [{ type: "message" }], usage, costUsd: 0.01 },
  failure: null,
};

export const recordedCall: RecordedCall = {
  position,
  request: null,
  answer: null,
  failure: { code: "endpoint-unavailable", message: "No answer.", possiblyBilled: true },
};

export const evidenceReport: EvidenceReport = {
  treeHash: hash,
  snapshotId: hash,
  status: "partial",
  criteria: [
    {
      criterion: "REQ-1.1",
      priority: "must",
      status: "proven",
      reason: "It passes, and fails by assertion in the tree before the run.",
      evidence: [
        {
          test,
          result: { id: test, outcome: "passed", failure: null, message: null, durationMs: 2 },
          red: [{ method: "baseline", outcome: "red-assertion", detail: "1 !== 2" }],
        },
        { test, result: null, red: [] },
      ],
    },
  ],
  suites: [
    {
      runner: "node-test",
      files: ["test/a.test.js"],
      argv: ["node", "--test"],
      exitCode: 1,
      tier: "none",
      tests: [{ id: test, outcome: "failed", failure: "timeout", message: "late", durationMs: null }],
      problems: ["It does not load."],
      durationMs: 12,
    },
  ],
  findings: [{ kind: "unrequested-change", blocking: false, path: null, message: "Nobody asked." }],
};

export const trace: Trace = {
  version: 2,
  runId: "run",
  status: "succeeded",
  treeHash: hash,
  requirements: [
    {
      id: "REQ-1",
      title: "Works",
      statement: "It works.",
      priority: "must",
      assumption: false,
      quotations: requirement.quotations,
      criteria: evidenceReport.criteria.map((verdict) => ({
        ...verdict,
        text: "It works.",
        testSource: null,
      })),
      documentation: { heading: "Working", markdown: "It does." },
    },
  ],
  lines: [
    {
      path: "a",
      startLine: 1,
      endLine: 2,
      requirements: ["REQ-1"],
      stage: "coding",
      attempt: 1,
      toolCallId: "c1",
    },
  ],
  unattributedPaths: ["b"],
  uncoveredSections: [
    { path: "plan.md", section: "S2", title: "Rest", startLine: 7 },
    { path: "plan.md", section: "S3", title: "More", startLine: null },
  ],
  changes: {
    since: { runId: "before", startedAt: at, applied: true },
    added: ["REQ-1"],
    unchanged: ["REQ-2"],
    changed: [{ id: "REQ-3", aspects: ["quotations"], before: requirement }],
    removed: [
      { requirement, leftovers: { lines: [{ path: "b", startLine: 2, endLine: 3 }], tests: [test] } },
    ],
    standing: [{ id: "REQ-4", title: "Stands" }],
    carried: [],
    renumbered: [{ submitted: "REQ-2", id: "REQ-1" }],
  },
  findings: evidenceReport.findings,
};

export const ledger = {
  requests: 1,
  tokens: noTokens,
  costUsd: 0,
  unpricedRequests: 1,
  possiblyBilledRequests: 0,
};

export const runRecord: RunRecord = {
  id: "run",
  status: "interrupted",
  config: runConfigSchema.parse({ targetPath: "/project", inputDocs: ["plan.md"], accept: ["REQ-1.1"] }),
  targetPath: "/project",
  program: "kimi-agent 0.1.0",
  model: "gpt-5.6-sol",
  endpoint: "recording",
  startedAt: at,
  endedAt: null,
  reason: null,
  resumable: true,
  ledger,
  baselineSnapshotId: hash,
  finalSnapshotId: null,
  applied: false,
};

export const attemptRecord: AttemptRecord = {
  stage: "coding",
  attempt: 2,
  stageIndex: 1,
  role: "coding",
  startedAt: at,
  endedAt: at,
  outcome: "submitted",
  input: {
    documents: [sourceDocument],
    requirements: [requirement],
    outputs: { requirements: { summary: "" } },
    changedPaths: ["a"],
    failure: {
      route: "coding",
      summary: "1 of 1 criteria failed.",
      criteria: [{ criterion: "REQ-1.1", reason: "It fails.", test: null, message: null }],
      problems: [],
    },
  },
  output: { summary: "done", changes: [], notes: [] },
  reason: null,
};

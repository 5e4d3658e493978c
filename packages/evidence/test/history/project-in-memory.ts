import { createHash } from "node:crypto";
import {
  KimiError,
  noTokens,
  type Change,
  type LineProvenance,
  type ProjectHistory,
  type RunEvent,
  type StoredEvent,
  type Trace,
  type TracedRequirement,
} from "@kimi/contracts";

type Files = Readonly<Record<string, string>>;

/** A run as these tests tell it. */
export interface ToldRun {
  readonly id: string;
  readonly before: Files;
  readonly after: Files;
  /** `src/a.js:1-3 REQ-1`: lines that a call wrote. */
  readonly lines?: readonly string[];
  readonly requirements?: readonly TracedRequirement[];
  readonly changes?: Trace["changes"];
  readonly applied?: boolean;
  /** Snapshots whose contents are no longer kept. */
  readonly isPruned?: boolean;
  /** What the trace is about when the run was applied with another attempt. */
  readonly traced?: Files;
}

const hashOf = (value: unknown): string => createHash("sha256").update(JSON.stringify(value)).digest("hex");
const hashOfText = (text: string): string => createHash("sha256").update(text).digest("hex");
const at = (minute: number): string => `2026-11-01T10:${String(minute).padStart(2, "0")}:00.000Z`;

/** A project with its runs, oldest first, and its files as they stand. */
export function projectOf(present: Files, ...runs: readonly ToldRun[]): ProjectHistory {
  const contents = new Map<string, Files>();
  const snapshot = (files: Files) => {
    contents.set(hashOf(files), files);
    return { id: hashOf(files), treeHash: hashOf([files]), fileCount: 0, totalBytes: 0 };
  };
  const told = runs.map((run, index) => {
    const [before, after, about] = [run.before, run.after, run.traced ?? run.after].map(snapshot);
    if (before === undefined || after === undefined || about === undefined) throw new Error("no snapshot");
    const changeSet = { from: before.id, to: after.id, changes: changesBetween(run.before, run.after) };
    const events: RunEvent[] = [
      { type: "snapshot-taken", purpose: "attempt-end", snapshot: about },
      { type: "tree-applied", changeSet },
    ];
    return { run, index, before, after, about, events };
  });
  const byId = new Map(told.map((one) => [one.run.id, one]));
  return {
    targetPath: "/project",
    store: {
      listRuns: async () => told.map(summaryOf).toReversed(),
      readRun: async () => null,
      readEvents: async (id) =>
        (byId.get(id)?.events ?? []).map((event, sequence): StoredEvent => ({
          sequence: sequence + 1,
          at: at(byId.get(id)?.index ?? 0),
          event,
        })),
      readArtifact: async (id, name) => {
        const one = byId.get(id);
        if (one === undefined || name !== "trace.json") return null;
        return Buffer.from(JSON.stringify(traceOf(one.run, one.about.treeHash)));
      },
    },
    workspaces: {
      async readFile(id, path) {
        const gone = told.some(
          ({ run, before, after }) => run.isPruned && [before.id, after.id].includes(id),
        );
        if (gone) throw new KimiError("workspace", "There is no such snapshot.");
        const text = contents.get(id)?.[path];
        return text === undefined ? null : Buffer.from(text);
      },
    },
    readPresent: async (path) => (present[path] === undefined ? null : Buffer.from(present[path])),
  };
}

function summaryOf({
  run,
  index,
  before,
  after,
}: {
  run: ToldRun;
  index: number;
  before: { id: string };
  after: { id: string };
}) {
  return {
    id: run.id,
    status: "succeeded" as const,
    targetPath: "/project",
    program: "test",
    model: "m",
    endpoint: "e",
    startedAt: at(index),
    endedAt: at(index),
    reason: "",
    resumable: false,
    baselineSnapshotId: before.id,
    finalSnapshotId: after.id,
    applied: run.applied ?? true,
    tokens: noTokens,
  };
}

function changesBetween(before: Files, after: Files): readonly Change[] {
  const state = (text: string | undefined) =>
    text === undefined
      ? null
      : { type: "file" as const, mode: 0o644, hash: hashOfText(text), size: text.length };
  return [...new Set([...Object.keys(before), ...Object.keys(after)])]
    .filter((path) => before[path] !== after[path])
    .toSorted()
    .map((path) => ({ path, kind: "modified", before: state(before[path]), after: state(after[path]) }));
}

function traceOf({ id, lines = [], requirements = [], changes = null }: ToldRun, treeHash: string): Trace {
  return {
    version: 2,
    runId: id,
    status: "succeeded",
    treeHash,
    requirements,
    lines: lines.map(toProvenance),
    unattributedPaths: [],
    uncoveredSections: [],
    changes,
    findings: [],
  };
}

function toProvenance(told: string): LineProvenance {
  const [, path = "", startLine, endLine, ids = ""] = /^(.+):(\d+)-(\d+) ?(.*)$/.exec(told) ?? [];
  return {
    path,
    startLine: Number(startLine),
    endLine: Number(endLine),
    requirements: ids.split(" ").filter((one) => one !== ""),
    stage: "coding",
    attempt: 1,
    toolCallId: `call ${told}`,
  };
}

/** A requirement as a trace has it, proven by a test of `test/a.test.js`. */
export function traced(id: string, words: string, test = `proves ${id}`): TracedRequirement {
  const span = {
    path: "plan.md",
    startLine: 3,
    endLine: 3,
    startOffset: 0,
    endOffset: 1,
    contentHash: hashOf(""),
  };
  return {
    id,
    title: `Title of ${id}`,
    statement: `${words}.`,
    priority: "must",
    assumption: false,
    quotations: [{ text: words, span }],
    criteria: [
      {
        criterion: `${id}.1`,
        priority: "must",
        status: "proven",
        reason: "It passes.",
        text: `${words}, it shall hold.`,
        testSource: null,
        evidence: [
          { test: { runner: "node-test", file: "test/a.test.js", name: test }, result: null, red: [] },
        ],
      },
    ],
    documentation: { heading: `About ${id}`, markdown: "Text." },
  };
}

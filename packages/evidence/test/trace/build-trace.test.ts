import {
  traceSchema,
  type CriterionVerdict,
  type Requirement,
  type SourceDocument,
  type TraceRequest,
} from "@kimi/contracts";
import { describe, expect, it } from "vitest";
import { buildTrace } from "../../src/trace/build-trace.ts";
import { renderTrace } from "../../src/trace/render-trace.ts";

const hash = "c".repeat(64);
const span = (startOffset: number, endOffset: number) => ({
  path: "plan.md",
  startLine: 3,
  endLine: 3,
  startOffset,
  endOffset,
  contentHash: hash,
});
const section = (id: string, title: string, text: string, start: number) => ({
  id,
  title,
  breadcrumb: [title],
  text,
  span: span(start, start + text.length),
});
const document: SourceDocument = {
  path: "plan.md",
  mediaType: "text/markdown",
  contentHash: hash,
  text: "",
  sections: [
    section("S1", "Plan", "# Plan\n", 0),
    section("S2", "Cart", "## Cart\nIt adds | up.", 10),
    section("S3", "Later", "## Later\nNot now.", 50),
  ],
  redactions: [],
};
const required: Requirement = {
  id: "REQ-1",
  title: "A *sum*",
  statement: "The cart adds up.",
  priority: "must",
  quotations: [{ text: "It adds | up.", span: span(18, 31) }],
  assumption: false,
  criteria: [{ id: "REQ-1.1", text: "The total is the sum." }],
};
const test = { runner: "node-test", file: "test/a.test.js", name: "cart | adds" } as const;
const verdict: CriterionVerdict = {
  criterion: "REQ-1.1",
  priority: "must",
  status: "proven",
  reason: "It passes.",
  evidence: [
    {
      test,
      result: { id: test, outcome: "passed", failure: null, message: null, durationMs: 1 },
      red: [{ method: "hollow", outcome: "red-assertion", detail: "With total emptied.\n1 !== 2" }],
    },
  ],
};
const files: Readonly<Record<string, string>> = {
  "test/a.test.js": 'test("cart | adds", () => {\n  expect(`x`).toBe("```");\n});\n',
  "src/a.js": "a\nb\nc\n",
};
const request: TraceRequest = {
  runId: "run-1",
  documents: [document],
  requirements: [required],
  report: {
    treeHash: hash,
    snapshotId: hash,
    status: "succeeded",
    criteria: [verdict],
    suites: [],
    findings: [{ kind: "licence", blocking: false, path: null, message: "GPL_3" }],
  },
  documentation: {
    readme: "# A",
    sections: [{ requirement: "REQ-1", heading: "Adding up", markdown: "Text." }],
    commands: { install: null, build: null, test: null, run: null },
    mentionedPaths: [],
  },
  writes: [
    {
      path: "src/a.js",
      before: "b\n",
      after: "a\nb\nc\n",
      requirements: ["REQ-1"],
      stage: "coding",
      attempt: 1,
      toolCallId: "call",
    },
  ],
  changes: null,
  changedPaths: ["src/a.js", "dist/a.js"],
  readFinalText: async (path) => files[path] ?? null,
};

describe("a trace", () => {
  it("puts requirement, test, lines, documentation and source together, and names what is left over", async () => {
    const trace = await buildTrace(request);
    expect(() => traceSchema.parse(trace)).not.toThrow();
    expect(trace.requirements).toMatchObject([
      {
        documentation: { heading: "Adding up" },
        criteria: [{ status: "proven", text: "The total is the sum." }],
      },
    ]);
    expect(trace.requirements[0]!.criteria[0]!.testSource).toBe(files["test/a.test.js"]!.trimEnd());
    expect(trace.lines.map(({ startLine, endLine }) => [startLine, endLine])).toEqual([
      [1, 1],
      [3, 3],
    ]);
    expect(trace.unattributedPaths).toEqual(["dist/a.js"]);
    // A heading without text asks for nothing.
    expect(trace.uncoveredSections).toEqual([
      { path: "plan.md", section: "S3", title: "Later", startLine: 3 },
    ]);
  });

  it("calls a criterion that no verdict speaks of unproven", async () => {
    const trace = await buildTrace({
      ...request,
      report: { ...request.report, criteria: [] },
      documentation: null,
    });
    expect(trace.requirements[0]).toMatchObject({
      documentation: null,
      criteria: [{ status: "unproven", testSource: null }],
    });
  });

  it("reads as Markdown, with nothing of what it quotes taken for markup", async () => {
    await expect(renderTrace(await buildTrace(request))).toMatchFileSnapshot("../fixtures/trace.md");
  });
});

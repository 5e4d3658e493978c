import type { Trace } from "@kimi/contracts";
import { describe, expect, it } from "vitest";
import { renderTrace } from "../../src/trace/render-trace.ts";

const hash = "c".repeat(64);
const test = { runner: "pytest", file: "odd `name`.py", name: "TestCart::test_total[a_b]" } as const;
const message = [
  "assert [1, 2] == [1, 3]",
  ...Array.from({ length: 40 }, (_, index) => `  item ${index}`),
].join("\n");
const trace: Trace = {
  version: 2,
  runId: "run-2",
  status: "partial",
  treeHash: hash,
  requirements: [
    {
      id: "REQ-1",
      title: "Totals",
      statement: "It adds up.",
      priority: "must",
      assumption: true,
      quotations: [],
      criteria: [
        {
          criterion: "REQ-1.1",
          priority: "must",
          status: "failed",
          reason: "It fails by assertion.",
          text: "When summed, 2.",
          testSource: "def test_total():\n    assert total() == 2",
          evidence: [
            {
              test,
              result: { id: test, outcome: "failed", failure: "assertion", message, durationMs: 1 },
              red: [
                { method: "baseline", outcome: "red-load", detail: "ImportError: total\nat line 1" },
                {
                  method: "hollow",
                  outcome: "red-load",
                  detail: "With all emptied.\nImportError: total\nat line 1",
                },
              ],
            },
          ],
        },
        {
          criterion: "REQ-1.2",
          priority: "should",
          status: "proven",
          proof: "command-check",
          reason: "The command passes.",
          text: "When run, 0.",
          testSource: null,
          evidence: [],
        },
      ],
      documentation: null,
    },
  ],
  lines: [],
  unattributedPaths: [],
  uncoveredSections: [],
  changes: {
    since: { runId: "run-1", startedAt: "2026-11-01T10:00:00.000Z", applied: true },
    added: [],
    unchanged: [],
    changed: [
      {
        id: "REQ-1",
        aspects: ["priority", "criteria"],
        before: {
          id: "REQ-1",
          title: "Totals",
          statement: "It *once* added.",
          priority: "could",
          quotations: [],
          assumption: true,
          criteria: [{ id: "REQ-1.1", text: "x" }],
        },
      },
    ],
    removed: [
      {
        requirement: {
          id: "REQ-2",
          title: "Taxes",
          statement: "It taxes.",
          priority: "must",
          quotations: [],
          assumption: true,
          criteria: [{ id: "REQ-2.1", text: "x" }],
        },
        leftovers: { lines: [{ path: "src/tax.py", startLine: 2, endLine: 9 }], tests: [test] },
      },
    ],
    standing: [{ id: "REQ-3", title: "Elsewhere" }],
    carried: ["REQ-1"],
    renumbered: [{ submitted: "REQ-9", id: "REQ-1" }],
  },
  findings: [],
};

describe("a rendered trace", () => {
  const lines = renderTrace(trace).split("\n");

  it("shows the test right below the criterion, and what was said as it was said", () => {
    const from = lines.indexOf("### REQ-1.1 failed");
    expect(lines.slice(from, from + 16)).toEqual([
      "### REQ-1.1 failed",
      "",
      "**When summed, 2.**",
      "",
      "It fails by assertion.",
      "",
      "```python",
      "def test_total():",
      "    assert total() == 2",
      "```",
      "",
      "- ``odd `name`.py`` TestCart::test_total[a_b]: failed",
      "  ```text",
      "  assert [1, 2] == [1, 3]",
      "    item 0",
      "    item 1",
    ]);
    expect(lines).toContain("  … 26 more lines …");
    expect(lines).toContain("  - before the run: does not load, which shows nothing");
    expect(lines.filter((line) => line.includes("at line 1"))).toEqual(["    at line 1"]);
    expect(lines).toContain(
      "  - with all emptied: does not load, which shows nothing, with the same message",
    );
  });

  it("never calls what a check shows or a user accepts simply proven", () => {
    expect(lines).toContain("### REQ-1.2 proven by a command only");
    const accepted = {
      ...trace.requirements[0]!,
      criteria: [{ ...trace.requirements[0]!.criteria[1]!, status: "accepted" as const }],
    };
    expect(renderTrace({ ...trace, requirements: [accepted] })).toContain("### REQ-1.2 accepted by user");
  });

  it("tells what became of requirements since the run before, and what is left of those that are gone", () => {
    const from = lines.indexOf("## Since run run-1, whose result was in the project");
    expect(lines.slice(from + 2, from + 7)).toEqual([
      String.raw`- **changed** REQ-1 Totals: priority, criteria. It was: It \*once\* added.`,
      "- **removed** REQ-2 Taxes. Left: `src/tax.py` 2–9; ``odd `name`.py`` TestCart::test_total[a_b].",
      "- not spoken of by the documents of this run: REQ-3",
      "- kept, since its words still stand though it was not handed in: REQ-1 Totals",
      "- handed in as REQ-9: REQ-1 Totals",
    ]);
    expect(renderTrace({ ...trace, changes: null })).not.toContain("Since run");
  });
});

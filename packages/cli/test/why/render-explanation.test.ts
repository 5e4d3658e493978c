import type { AskingRequirement, LineExplanation } from "@kimi/contracts";
import { expect, it } from "vitest";
import { renderExplanation } from "../../src/why/render-explanation.ts";

const span = {
  path: "plan.md",
  startLine: 3,
  endLine: 3,
  startOffset: 0,
  endOffset: 1,
  contentHash: "0".repeat(64),
};
const asking: AskingRequirement = {
  requirement: {
    id: "REQ-1",
    title: "Totals",
    statement: "The cart adds up.",
    priority: "must",
    assumption: false,
    quotations: [{ text: "must\n  add up", span }],
  },
  standing: "unchanged",
  provenIn: "0198",
  criteria: [
    {
      id: "REQ-1.1",
      text: "…",
      status: "proven",
      tests: [{ runner: "node-test", file: "test/cart.test.js", name: "cart > adds up" }],
    },
    { id: "REQ-1.2", text: "…", status: "unproven", tests: [] },
  ],
  documentation: { heading: "Totals", markdown: "`total()` adds up.\n\nIt rounds." },
};
const explained: LineExplanation = {
  version: 1,
  path: "src/cart.js",
  line: 7,
  text: "  return sum;",
  origin: "run",
  summary: "src/cart.js:7 was written by the coding stage of run 0198 (attempt 1) for REQ-1.",
  runId: "0198",
  writer: { stage: "coding", attempt: 1, toolCallId: "call" },
  requirements: [asking],
  trail: [
    { state: "after run 0199", path: "src/cart.js", line: 9, match: "moved" },
    { state: "before run 0199", path: "src/cart.js", line: 9, match: "same" },
    { state: "after run 0198", path: "src/cart.js", line: null, match: null },
  ],
};

it("shows who asked for a line, what proves it and what documents it", () => {
  expect(renderExplanation(explained, Infinity).split("\n")).toEqual([
    "src/cart.js:7",
    "      return sum;",
    "",
    "src/cart.js:7 was written by the coding stage of run 0198 (attempt 1) for REQ-1.",
    "",
    "REQ-1 Totals (must)",
    "  is          The cart adds up.",
    "  asked by    plan.md:3  “must add up”",
    "  tested by   REQ-1.1 proven: test/cart.test.js > cart > adds up",
    "              REQ-1.2 unproven: no test is bound to it",
    "  documented  “Totals”",
    "                `total()` adds up.",
    "                It rounds.",
    "",
    "Followed back",
    "              after run 0199: src/cart.js:9, moved",
    "              before run 0199: src/cart.js:9",
    "              after run 0198: not there",
  ]);
});

it("says when nobody's words ask for it, and when they no longer do", () => {
  const { requirement } = asking;
  const assumed = { ...asking, requirement: { ...requirement, assumption: true, quotations: [] } };
  const text = (one: AskingRequirement) => renderExplanation({ ...explained, requirements: [one] }, Infinity);
  expect(text(assumed)).toContain("asked by    an assumption: no words of a document ask for it");
  expect(text({ ...asking, documentation: null })).toContain("documented  nowhere");
  expect(text({ ...asking, standing: "removed" })).toContain("now         no longer asked for");
  expect(text({ ...asking, standing: "changed" })).toContain("asked for differently since: see run 0198");
});

it("leaves out how a line was followed that stands where the run left it", () => {
  const [, , last] = explained.trail;
  const trail = [{ ...last!, line: 7, match: "same" as const }];
  expect(renderExplanation({ ...explained, trail }, Infinity)).not.toContain("Followed back");
});

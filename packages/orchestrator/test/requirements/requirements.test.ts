import type { RequirementsOutput, SourceDocument, SourceSpan } from "@kimi/contracts";
import { describe, expect, it } from "vitest";
import { resolveRequirements } from "../../src/requirements/resolve-requirements.ts";
import { reviewRequirements } from "../../src/requirements/review-requirements.ts";

const contentHash = "a".repeat(64);
const document: SourceDocument = {
  path: "plan.md",
  mediaType: "text/markdown",
  contentHash,
  text: "The total must be rounded.",
  sections: [],
  redactions: [],
};
const ingestor = {
  locateQuotation(where: SourceDocument, quotation: string): SourceSpan | null {
    const start = where.text.indexOf(quotation);
    const span = {
      path: where.path,
      startLine: 1,
      endLine: 1,
      startOffset: start,
      endOffset: start + quotation.length,
      contentHash,
    };
    return start < 0 ? null : span;
  },
};
const requirement = (parts: Partial<RequirementsOutput["requirements"][number]>) => ({
  id: "REQ-1",
  title: "Rounding",
  statement: "The total is rounded.",
  priority: "must" as const,
  citations: [{ document: "plan.md", section: "S1", quotation: "must be rounded" }],
  criteria: [{ id: "REQ-1.1", text: "When …" }],
  ...parts,
});
const output = (...requirements: RequirementsOutput["requirements"]): RequirementsOutput => ({
  summary: "",
  requirements,
  openQuestions: [],
});

describe("reviewRequirements", () => {
  it("finds nothing wrong with words that stand in the document", () => {
    expect(reviewRequirements(output(requirement({})), [document], ingestor)).toEqual([]);
  });

  it("names words that are not there and documents that were not given", () => {
    const citations = [
      { document: "plan.md", section: "S1", quotation: "must be cheap" },
      { document: "other.md", section: "S1", quotation: "must be rounded" },
    ];
    const problems = reviewRequirements(output(requirement({ citations })), [document], ingestor);
    expect(problems).toEqual([
      expect.stringContaining('"must be cheap"'),
      expect.stringContaining('"other.md"'),
    ]);
  });

  it("names ids that repeat or stand under another requirement", () => {
    const twice = output(requirement({}), requirement({ criteria: [{ id: "REQ-2.1", text: "x" }] }));
    const problems = reviewRequirements(twice, [document], ingestor);
    expect(problems).toEqual([
      expect.stringContaining("REQ-1 is used more than once"),
      expect.stringContaining("REQ-2.1 stands under REQ-1"),
    ]);
  });
});

describe("resolveRequirements", () => {
  it("gives quotations their spans, and marks a requirement without one as an assumption", () => {
    const invented = requirement({
      id: "REQ-2",
      criteria: [{ id: "REQ-2.1", text: "x" }],
      citations: [{ document: "plan.md", section: "S1", quotation: "never said" }],
    });
    const [quoted, assumed] = resolveRequirements(output(requirement({}), invented), [document], ingestor);
    expect(quoted).toMatchObject({
      assumption: false,
      quotations: [{ text: "must be rounded", span: { startOffset: 10, endOffset: 25 } }],
    });
    expect(assumed).toMatchObject({ assumption: true, quotations: [] });
  });
});

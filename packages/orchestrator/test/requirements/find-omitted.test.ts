import type { SourceDocument, SourceSpan } from "@kimi/contracts";
import { describe, expect, it } from "vitest";
import { findOmitted } from "../../src/requirements/find-omitted.ts";
import { updateRegister } from "../../src/requirements/compare-requirements.ts";
import { contentHash, sample } from "./sample-requirement.ts";

const ingestor = {
  locateQuotation({ path, text }: SourceDocument, quotation: string): SourceSpan | null {
    const start = text.indexOf(quotation);
    if (start < 0) return null;
    const line = text.slice(0, start).split("\n").length;
    const [startOffset, endOffset] = [start, start + quotation.length];
    return { path, startLine: line, endLine: line, startOffset, endOffset, contentHash };
  },
};
const document = (text: string, heading = "Plan", path = "plan.md"): SourceDocument => ({
  path,
  mediaType: "text/markdown",
  contentHash,
  text,
  redactions: [],
  sections: [
    {
      id: "S1",
      title: heading,
      breadcrumb: [heading],
      text,
      span: { path, startLine: 1, endLine: 9, startOffset: 0, endOffset: text.length, contentHash },
    },
  ],
});
const quotation = "Totals must be rounded.";
const rounding = sample("REQ-1", "rounding", { quotation });
const known = updateRegister([rounding], [{ path: "plan.md", contentHash }], []);
const find = (documents: readonly SourceDocument[], submitted = [sample("REQ-2", "search")]) =>
  findOmitted(submitted, known, documents, ingestor);

describe("a requirement that a model leaves out", () => {
  it("is taken over where its words still stand, with where they stand now", () => {
    const { carried, merged } = find([document(`# Plan\n\n${quotation}\n`)]);
    expect(carried).toEqual([
      {
        ...rounding,
        quotations: [{ text: quotation, span: expect.objectContaining({ startLine: 3, startOffset: 8 }) }],
      },
    ]);
    expect(merged.size).toBe(0);
  });

  it("is not when its words are gone, stand under a heading that drops them, or its document was not given", () => {
    for (const documents of [
      [document("# Plan\n")],
      [document(quotation, "Out of scope")],
      [{ ...document(quotation, "Plan", "other.md"), contentHash: "b".repeat(64) }],
    ]) {
      expect(find(documents)).toEqual({ carried: [], merged: new Set() });
    }
  });

  it("is known by another where that one quotes the words now", () => {
    const documents = [document(quotation)];
    const span = ingestor.locateQuotation(documents[0]!, quotation)!;
    const both = { ...sample("REQ-2", "rounding and more"), quotations: [{ text: quotation, span }] };
    expect(find(documents, [both])).toEqual({ carried: [], merged: new Set(["REQ-1"]) });
  });

  it("is none that was handed in, that was removed before, or that only a prompt asked for", () => {
    const documents = [document(quotation)];
    expect(find(documents, [rounding]).carried).toEqual([]);
    const removed = known.map((entry) => ({ ...entry, state: "removed" as const }));
    expect(findOmitted([], removed, documents, ingestor).carried).toEqual([]);
    const prompted = updateRegister([sample("REQ-1", "x", { quotation, path: "prompt" })], documents, []);
    const prompt = document(quotation, "", "prompt");
    expect(findOmitted([], prompted, [prompt], ingestor).carried).toEqual([]);
  });
});

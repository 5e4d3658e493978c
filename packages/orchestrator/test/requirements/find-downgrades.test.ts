import type { CriterionVerdict, SourceDocument } from "@kimi/contracts";
import { describe, expect, it } from "vitest";
import { findDowngrades } from "../../src/requirements/find-downgrades.ts";
import { contentHash, sample } from "./sample-requirement.ts";

const document = (...breadcrumb: readonly string[]): SourceDocument => ({
  path: "plan.md",
  mediaType: "text/markdown",
  contentHash,
  text: "",
  redactions: [],
  sections: [
    {
      id: "S1",
      title: breadcrumb.at(-1) ?? "",
      breadcrumb,
      text: "",
      span: { path: "plan.md", startLine: 1, endLine: 9, startOffset: 0, endOffset: 90, contentHash },
    },
  ],
});
const verdict = (status: CriterionVerdict["status"]): CriterionVerdict => ({
  criterion: "REQ-1.1",
  priority: "could",
  status,
  reason: "r",
  evidence: [],
});
const obliged = { quotation: "Passwords must be hashed.", priority: "could" as const };
const find = (parts: Parameters<typeof sample>[2], status: CriterionVerdict["status"], heading = "Plan") =>
  findDowngrades([sample("REQ-1", "hashes", parts)], [document("Product", heading)], [verdict(status)]);

describe("a requirement called less than its document does", () => {
  it("blocks while it is not proven, and is named all the same when it is", () => {
    expect(find(obliged, "unproven")).toEqual([
      {
        kind: "downgraded",
        blocking: true,
        path: null,
        message:
          "REQ-1 is judged as could, though the document says “Passwords must be hashed.” (plan.md:1).",
      },
    ]);
    expect(find(obliged, "failed")).toMatchObject([{ blocking: true }]);
    expect(find(obliged, "proven")).toMatchObject([{ blocking: false }]);
    expect(find(obliged, "accepted")).toMatchObject([{ blocking: false }]);
  });

  it("is none where the words do not oblige, or a heading above them calls them optional", () => {
    expect(find({ ...obliged, quotation: "Passwords should be hashed." }, "unproven")).toEqual([]);
    expect(find({ ...obliged, priority: "must" }, "unproven")).toEqual([]);
    expect(find(obliged, "unproven", "Could have")).toEqual([]);
    expect(find({ ...obliged, quotations: [], assumption: true }, "unproven")).toEqual([]);
  });
});

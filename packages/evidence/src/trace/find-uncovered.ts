import type { Requirement, SourceDocument, UncoveredSection } from "@kimi/contracts";

type Span = Requirement["quotations"][number]["span"];

/** Sections that hold words of their own and that no quotation lies in, in document order. */
export function findUncovered(
  documents: readonly SourceDocument[],
  requirements: readonly Requirement[],
): readonly UncoveredSection[] {
  const spans = requirements.flatMap(({ quotations }) => quotations.map(({ span }) => span));
  return documents.flatMap(({ path, sections }) =>
    sections
      .filter(
        ({ text, title, span }) => hasWords(text, title) && !spans.some((cited) => overlaps(cited, span)),
      )
      .map(({ id, title, span }) => ({ path, section: id, title, startLine: span.startLine })),
  );
}

function overlaps(a: Span, b: Span): boolean {
  return a.path === b.path && a.startOffset < b.endOffset && b.startOffset < a.endOffset;
}

/** A heading alone asks for nothing. */
function hasWords(text: string, title: string): boolean {
  const words = text.replace(title, "").replaceAll(/[#=*_\-\s]/g, "");
  return words !== "";
}

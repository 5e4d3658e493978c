import type {
  DocumentIngestor,
  Quotation,
  Requirement,
  RequirementsOutput,
  SourceDocument,
} from "@kimi/contracts";

/** Requirements with the spans that code found for their quotations; without one, an assumption. */
export function resolveRequirements(
  output: RequirementsOutput,
  documents: readonly SourceDocument[],
  ingestor: Pick<DocumentIngestor, "locateQuotation">,
): readonly Requirement[] {
  const byPath = new Map(documents.map((document) => [document.path, document]));
  return output.requirements.map(({ citations, ...requirement }) => {
    const quotations = citations.flatMap((citation): readonly Quotation[] => {
      const document = byPath.get(citation.document);
      const span = document === undefined ? null : ingestor.locateQuotation(document, citation.quotation);
      return span === null ? [] : [{ text: citation.quotation, span }];
    });
    return { ...requirement, quotations, assumption: quotations.length === 0 };
  });
}

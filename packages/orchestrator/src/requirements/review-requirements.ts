import type { DocumentIngestor, RequirementsOutput, SourceDocument } from "@kimi/contracts";

/**
 * What is wrong with submitted requirements, one sentence each: ids that repeat or do not belong together,
 * documents that do not exist, words that are not there.
 */
export function reviewRequirements(
  output: RequirementsOutput,
  documents: readonly SourceDocument[],
  ingestor: Pick<DocumentIngestor, "locateQuotation">,
): readonly string[] {
  return [...reviewIds(output), ...reviewCitations(output, documents, ingestor)];
}

/** Problems that make the requirements unusable as they are. */
export function reviewIds(output: RequirementsOutput): readonly string[] {
  const problems: string[] = [];
  const seen = new Set<string>();
  const once = (id: string): void => {
    if (seen.has(id)) problems.push(`The id ${id} is used more than once; every id must be unique.`);
    seen.add(id);
  };
  for (const requirement of output.requirements) {
    once(requirement.id);
    for (const criterion of requirement.criteria) {
      once(criterion.id);
      if (!criterion.id.startsWith(`${requirement.id}.`)) {
        problems.push(
          `Criterion ${criterion.id} stands under ${requirement.id}; its id must start with ${requirement.id}.`,
        );
      }
    }
  }
  return problems;
}

function reviewCitations(
  output: RequirementsOutput,
  documents: readonly SourceDocument[],
  ingestor: Pick<DocumentIngestor, "locateQuotation">,
): readonly string[] {
  const byPath = new Map(documents.map((document) => [document.path, document]));
  return output.requirements.flatMap((requirement) =>
    requirement.citations.flatMap((citation) => {
      const document = byPath.get(citation.document);
      if (document === undefined) {
        const known = documents.map((one) => one.path).join(", ");
        return [
          `${requirement.id} cites the document "${citation.document}", which was not given; the documents are ${known}.`,
        ];
      }
      if (ingestor.locateQuotation(document, citation.quotation) !== null) return [];
      return [
        `${requirement.id} quotes "${citation.quotation}", which does not stand in ${citation.document}; copy the words verbatim or drop the citation.`,
      ];
    }),
  );
}

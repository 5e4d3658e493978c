import type { DocumentIngestor, Quotation, Requirement, SourceDocument } from "@kimi/contracts";
import type { RegisteredRequirement, RequirementRegister } from "./requirement-register.ts";

/** Headings under which words ask for nothing any more. */
const dropped =
  /\b(?:removed?|removal|deprecated|dropped|retired|out of scope|non-goals?|won't|not included)\b/i;

/** What earlier runs required, this one was not handed in, and the documents still say. */
export interface Omitted {
  /** Nothing that was handed in cites the words: these are taken over, with the places where the words stand now. */
  readonly carried: readonly Requirement[];
  /** Ids of those whose words another requirement cites now. */
  readonly merged: ReadonlySet<string>;
}

/** A model that leaves out a requirement does not remove it: the documents do, by no longer saying its words. */
export function findOmitted(
  submitted: readonly Requirement[],
  known: RequirementRegister,
  documents: readonly SourceDocument[],
  ingestor: Pick<DocumentIngestor, "locateQuotation">,
): Omitted {
  const stated = new Set(submitted.map(({ id }) => id));
  const cited = submitted.flatMap(({ quotations }) => quotations);
  const carried: Requirement[] = [];
  const merged = new Set<string>();
  for (const entry of known) {
    const { requirement, state } = entry;
    if (state === "removed" || stated.has(requirement.id)) continue;
    const quotations = relocate(entry, documents, ingestor);
    if (quotations.length === 0) continue;
    if (quotations.some((one) => cited.some((other) => overlaps(one, other)))) merged.add(requirement.id);
    else carried.push({ ...requirement, quotations });
  }
  return { carried, merged };
}

function relocate(
  { requirement }: RegisteredRequirement,
  documents: readonly SourceDocument[],
  ingestor: Pick<DocumentIngestor, "locateQuotation">,
): readonly Quotation[] {
  return requirement.quotations.flatMap(({ text, span: before }): readonly Quotation[] => {
    const document =
      documents.find(({ path }) => path === before.path) ??
      documents.find(({ contentHash }) => contentHash === before.contentHash);
    // The next prompt asks for something else, whatever words it shares.
    if (document === undefined || document.path === "prompt") return [];
    const span = ingestor.locateQuotation(document, text);
    return span === null || isDropped(document, span) ? [] : [{ text, span }];
  });
}

function isDropped({ sections }: SourceDocument, span: Quotation["span"]): boolean {
  return sections
    .filter((one) => one.span.startOffset <= span.startOffset && span.endOffset <= one.span.endOffset)
    .some(({ breadcrumb }) => breadcrumb.some((title) => dropped.test(title)));
}

function overlaps({ span: a }: Quotation, { span: b }: Quotation): boolean {
  return a.path === b.path && a.startOffset < b.endOffset && b.startOffset < a.endOffset;
}

import type { CriterionVerdict, Finding, Requirement, SourceDocument } from "@kimi/contracts";

/** Words by which a document says that something has to hold (RFC 2119 and its usual paraphrases). */
const obliging = /\b(?:must|shall|required|mandatory|has to|have to)\b/i;
/** Words of a heading under which even these oblige to nothing. */
const optional =
  /\b(?:should|could|may|might|optional|nice|later|future|someday|wish|stretch|bonus|low priority|won't)\b/i;

/**
 * Requirements that are judged as less than `must` though the words they quote say that they have to hold. While one
 * of them is not proven, the finding blocks: else a model could call the hard ones optional and be done.
 */
export function findDowngrades(
  requirements: readonly Requirement[],
  documents: readonly SourceDocument[],
  criteria: readonly CriterionVerdict[],
): readonly Finding[] {
  const settled = new Set(
    criteria.flatMap(({ criterion, status }) =>
      status === "proven" || status === "accepted" ? [criterion] : [],
    ),
  );
  return requirements.flatMap((requirement): readonly Finding[] => {
    const { id, priority, quotations } = requirement;
    if (priority === "must") return [];
    const quotation = quotations.find((one) => obliging.test(one.text) && !isOptional(one, documents));
    if (quotation === undefined) return [];
    const { path, startLine } = quotation.span;
    return [
      {
        kind: "downgraded",
        blocking: requirement.criteria.some((one) => !settled.has(one.id)),
        path: null,
        message: `${id} is judged as ${priority}, though the document says “${quotation.text}” (${path}:${startLine}).`,
      },
    ];
  });
}

/** Whether a heading above the words calls what stands below it optional. */
function isOptional(
  { span }: Requirement["quotations"][number],
  documents: readonly SourceDocument[],
): boolean {
  const sections = documents.find(({ path }) => path === span.path)?.sections ?? [];
  return sections
    .filter((one) => one.span.startOffset <= span.startOffset && span.endOffset <= one.span.endOffset)
    .some(({ breadcrumb }) => breadcrumb.some((title) => optional.test(title)));
}

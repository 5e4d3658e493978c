import type { Requirement } from "@kimi/contracts";

/** The requirements word for word, with the words of the documents they come from; empty before there are any. */
export function renderRequirements(requirements: readonly Requirement[]): string {
  if (requirements.length === 0) return "";
  return ["<requirements>", ...requirements.map(renderRequirement), "</requirements>"].join("\n");
}

/** One of them. */
export function renderRequirement({
  id,
  title,
  statement,
  priority,
  assumption,
  quotations,
  criteria,
}: Requirement): string {
  return [
    `${id} (${priority}${assumption ? ", an assumption" : ""}) ${title}`,
    statement,
    ...quotations.map(
      ({ text, span }) => `> ${text.replaceAll(/\s*\n\s*/gu, " ")} — ${span.path}:${span.startLine}`,
    ),
    ...criteria.map((criterion) => `- ${criterion.id} ${criterion.text}`),
  ].join("\n");
}

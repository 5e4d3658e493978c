import type { AgentOutputItem, PersonaResult } from "@kimi/contracts";
import { z } from "zod";

const citationSchema = z.object({
  type: z.literal("url_citation"),
  url: z.string(),
  title: z.string().catch(""),
});
const annotatedSchema = z.object({ annotations: z.array(z.unknown()) });

/** The links that the texts of a conversation cite, each once, in order of first use. */
export function collectCitations(
  answers: readonly (readonly AgentOutputItem[])[],
): PersonaResult["citations"] {
  const titles = new Map<string, string>();
  for (const annotation of answers.flat().flatMap(annotationsOf)) {
    const citation = citationSchema.safeParse(annotation);
    if (citation.success && !titles.has(citation.data.url))
      titles.set(citation.data.url, citation.data.title);
  }
  return [...titles].map(([url, title]) => ({ url, title }));
}

function annotationsOf(item: AgentOutputItem): readonly unknown[] {
  if (item.type !== "message" || item.role !== "assistant") return [];
  return item.content.flatMap((part) => {
    const annotated = annotatedSchema.safeParse(part.providerData);
    return annotated.success ? annotated.data.annotations : [];
  });
}

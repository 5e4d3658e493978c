import type { AgentOutputItem } from "@kimi/contracts";
import { z } from "zod";

/** A piece of an assistant message. */
export interface MessagePart {
  readonly kind: "text" | "refusal";
  readonly text: string;
  readonly citations: z.infer<typeof citationSchema>[];
}

/** As the Responses API annotates text, and as the SDK keeps it in `providerData.annotations`. */
const citationSchema = z.object({
  type: z.literal("url_citation"),
  url: z.string(),
  title: z.string(),
  start_index: z.number(),
  end_index: z.number(),
});
const providerDataSchema = z.object({ annotations: z.array(citationSchema) });

/** The text and refusals of a message; none for any other item. */
export function partsOf(item: AgentOutputItem): MessagePart[] {
  if (item.type !== "message" || item.role !== "assistant") return [];
  return item.content.flatMap((part): MessagePart[] => {
    if (part.type === "refusal") return [{ kind: "refusal", text: part.refusal, citations: [] }];
    if (part.type !== "output_text") return [];
    const citations = providerDataSchema.safeParse(part.providerData).data?.annotations ?? [];
    return [{ kind: "text", text: part.text, citations }];
  });
}

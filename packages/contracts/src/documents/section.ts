import { z } from "zod";
import { sourceSpanSchema } from "./source-span.ts";

/** A part of a document that can be cited: a Markdown heading with what follows it, or a JSON member. */
export const sectionSchema = z.strictObject({
  /** Stable within one document and one content: `S1`, `S2`, … in document order. */
  id: z.string().regex(/^S\d+$/),
  /** The heading's plain text, the JSON pointer, or the empty string for text before any heading. */
  title: z.string(),
  /** Titles from the outermost heading down to and including this one. */
  breadcrumb: z.array(z.string()).readonly(),
  /** The redacted source text that the span covers. */
  text: z.string(),
  span: sourceSpanSchema,
});

export type Section = z.infer<typeof sectionSchema>;

import { z } from "zod";

/** A part of a document that holds words of its own and that no requirement cites. */
export const uncoveredSectionSchema = z.strictObject({
  /** The document, as the user gave it. */
  path: z.string(),
  /** Id of the section. */
  section: z.string(),
  title: z.string(),
  /** Where it begins, 1-based; `null` in traces of the first version. */
  startLine: z.int().min(1).nullable(),
});

export type UncoveredSection = Readonly<z.infer<typeof uncoveredSectionSchema>>;

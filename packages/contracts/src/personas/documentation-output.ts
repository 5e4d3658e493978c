import { z } from "zod";
import { requirementIdSchema } from "../requirements/requirement.ts";

/** What `DocumentationAgent` submits. */
export const documentationOutputSchema = z.strictObject({
  /** Complete Markdown of the README draft. */
  readme: z.string().min(1),
  /** A paragraph or more for each requirement, as Markdown. */
  sections: z.array(
    z.strictObject({
      requirement: requirementIdSchema,
      heading: z.string().min(1),
      markdown: z.string().min(1),
    }),
  ),
  /** Shell commands for the helper manifest; `null` where the project has none. */
  commands: z.strictObject({
    install: z.string().nullable(),
    build: z.string().nullable(),
    test: z.string().nullable(),
    run: z.string().nullable(),
  }),
  /** Every file or folder the documentation names, relative to the project root. */
  mentionedPaths: z.array(z.string().min(1)),
});

export type DocumentationOutput = z.infer<typeof documentationOutputSchema>;

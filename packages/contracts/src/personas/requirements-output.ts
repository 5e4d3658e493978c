import { z } from "zod";
import { criterionIdSchema, prioritySchema, requirementIdSchema } from "../requirements/requirement.ts";

/** What `RequirementsAgent` submits. Quotations are claims until code has found them in the document. */
export const requirementsOutputSchema = z.strictObject({
  summary: z.string(),
  requirements: z
    .array(
      z.strictObject({
        id: requirementIdSchema,
        title: z.string().min(1),
        statement: z.string().min(1),
        priority: prioritySchema,
        /** Empty for an assumption. */
        citations: z.array(
          z.strictObject({
            document: z.string().min(1).describe("path of the document exactly as given"),
            section: z.string().min(1).describe("section id, for example S4"),
            quotation: z.string().min(1).describe("words copied verbatim from that section"),
          }),
        ),
        criteria: z.array(z.strictObject({ id: criterionIdSchema, text: z.string().min(1) })).min(1),
      }),
    )
    .min(1),
  openQuestions: z.array(z.string()),
});

export type RequirementsOutput = z.infer<typeof requirementsOutputSchema>;

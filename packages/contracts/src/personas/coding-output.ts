import { z } from "zod";
import { requirementIdSchema } from "../requirements/requirement.ts";

/** What `CodingAgent` submits: its own account of the change. What really changed is computed from the tree. */
export const codingOutputSchema = z.strictObject({
  summary: z.string().min(1),
  changes: z.array(
    z.strictObject({
      path: z.string().min(1),
      requirements: z.array(requirementIdSchema),
      rationale: z.string(),
    }),
  ),
  notes: z.array(z.string()),
});

export type CodingOutput = z.infer<typeof codingOutputSchema>;

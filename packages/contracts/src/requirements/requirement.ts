import { z } from "zod";
import { sourceSpanSchema } from "../documents/source-span.ts";

/** `REQ-3` */
export const requirementIdSchema = z.string().regex(/^REQ-[1-9]\d*$/);
/** `REQ-3.2` */
export const criterionIdSchema = z.string().regex(/^REQ-[1-9]\d*\.[1-9]\d*$/);

export const prioritySchema = z.enum(["must", "should", "could"]);

/** How one aspect of a requirement is judged. */
export const acceptanceCriterionSchema = z.strictObject({
  id: criterionIdSchema,
  /** One observable behaviour, EARS-style or Given/When/Then. */
  text: z.string().min(1),
});

/** Words of a source document, found there by code. */
export const quotationSchema = z.strictObject({
  text: z.string().min(1),
  span: sourceSpanSchema,
});

/** What must hold. Without a quotation it is an assumption, and is marked as such wherever it appears. */
export const requirementSchema = z.strictObject({
  id: requirementIdSchema,
  title: z.string().min(1),
  statement: z.string().min(1),
  priority: prioritySchema,
  quotations: z.array(quotationSchema).readonly(),
  /** True exactly when no quotation could be found in a source document. */
  assumption: z.boolean(),
  criteria: z.array(acceptanceCriterionSchema).min(1).readonly(),
});

export type Priority = z.infer<typeof prioritySchema>;
export type AcceptanceCriterion = z.infer<typeof acceptanceCriterionSchema>;
export type Quotation = z.infer<typeof quotationSchema>;
export type Requirement = z.infer<typeof requirementSchema>;

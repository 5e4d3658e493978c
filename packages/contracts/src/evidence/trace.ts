import { z } from "zod";
import { requirementChangesSchema } from "../requirements/requirement-changes.ts";
import { uncoveredSectionSchema } from "../requirements/uncovered-section.ts";
import { quotationSchema, requirementIdSchema, prioritySchema } from "../requirements/requirement.ts";
import { criterionVerdictSchema, findingSchema } from "./evidence-report.ts";

/** Lines of the final tree that a tool call wrote, 1-based and inclusive. */
export const lineProvenanceSchema = z.strictObject({
  path: z.string().min(1),
  startLine: z.int().min(1),
  endLine: z.int().min(1),
  requirements: z.array(requirementIdSchema).readonly(),
  stage: z.string().min(1),
  attempt: z.int().min(1),
  toolCallId: z.string(),
});

export const tracedRequirementSchema = z.strictObject({
  id: requirementIdSchema,
  title: z.string(),
  statement: z.string(),
  priority: prioritySchema,
  assumption: z.boolean(),
  quotations: z.array(quotationSchema).readonly(),
  criteria: z
    .array(criterionVerdictSchema.extend({ text: z.string(), testSource: z.string().nullable() }))
    .readonly(),
  /** Heading and text of the documentation; `null` when the run ended before. */
  documentation: z.strictObject({ heading: z.string(), markdown: z.string() }).nullable(),
});

/** Requirement ↔ criterion ↔ test ↔ changed lines ↔ documentation ↔ source span. Read one with `parseTrace`. */
export const traceSchema = z.strictObject({
  version: z.literal(2),
  runId: z.string(),
  status: z.enum(["succeeded", "partial", "failed"]),
  treeHash: z.string().length(64),
  requirements: z.array(tracedRequirementSchema).readonly(),
  /** In path and line order. */
  lines: z.array(lineProvenanceSchema).readonly(),
  /** Changed paths that no tool call accounts for, for example written by a command. */
  unattributedPaths: z.array(z.string()).readonly(),
  /** Document sections that no requirement cites. */
  uncoveredSections: z.array(uncoveredSectionSchema).readonly(),
  /** Since an earlier run of the same target; what is left over of removed ones is as in the final tree. */
  changes: requirementChangesSchema.nullable(),
  findings: z.array(findingSchema).readonly(),
});

export type LineProvenance = Readonly<z.infer<typeof lineProvenanceSchema>>;
export type TracedRequirement = Readonly<z.infer<typeof tracedRequirementSchema>>;
export type Trace = Readonly<z.infer<typeof traceSchema>>;

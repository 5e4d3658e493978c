import { z } from "zod";
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

/** Requirement ↔ criterion ↔ test ↔ changed lines ↔ documentation ↔ source span. */
export const traceSchema = z.strictObject({
  version: z.literal(1),
  runId: z.string(),
  status: z.enum(["succeeded", "partial", "failed"]),
  treeHash: z.string().length(64),
  requirements: z.array(tracedRequirementSchema).readonly(),
  /** In path and line order. */
  lines: z.array(lineProvenanceSchema).readonly(),
  /** Changed paths that no tool call accounts for, for example written by a command. */
  unattributedPaths: z.array(z.string()).readonly(),
  /** Document sections that no requirement cites. */
  uncoveredSections: z
    .array(z.strictObject({ path: z.string(), section: z.string(), title: z.string() }))
    .readonly(),
  findings: z.array(findingSchema).readonly(),
});

export type LineProvenance = Readonly<z.infer<typeof lineProvenanceSchema>>;
export type TracedRequirement = Readonly<z.infer<typeof tracedRequirementSchema>>;
export type Trace = Readonly<z.infer<typeof traceSchema>>;

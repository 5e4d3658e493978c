import { z } from "zod";
import { sourceDocumentSchema } from "../documents/source-document.ts";
import { failureReportSchema } from "../evidence/failure-report.ts";
import { jsonValueSchema } from "../json.ts";
import { requirementChangesSchema } from "../requirements/requirement-changes.ts";
import { requirementIdSchema, requirementSchema } from "../requirements/requirement.ts";

/** The validated outputs of earlier stages that a persona receives. Recorded before the persona starts. */
export const handoffSchema = z.strictObject({
  /** In the order given, the prompt last. */
  documents: z.array(sourceDocumentSchema).readonly(),
  /** Empty until the requirements stage is done. Re-sent verbatim in every attempt. */
  requirements: z.array(requirementSchema).readonly(),
  /** Output of each finished stage, by stage name. */
  outputs: z.record(z.string(), jsonValueSchema),
  /** Paths that differ from the baseline so far, sorted. */
  changedPaths: z.array(z.string()).readonly(),
  /** What went wrong in the attempt before; `null` in a first attempt. */
  failure: failureReportSchema.nullable(),
  /** What earlier runs of the target required; present for the requirements stage when there were any. */
  earlier: z
    .strictObject({
      /** What still stands, as it was stated last; its ids are to be kept. */
      requirements: z.array(requirementSchema).readonly(),
      /** The first id that no run of the target has used. */
      nextId: requirementIdSchema,
    })
    .exactOptional(),
  /** What became of the requirements since an earlier run; present after the requirements stage when there was one. */
  changes: requirementChangesSchema.exactOptional(),
});

export type Handoff = Readonly<z.infer<typeof handoffSchema>>;

import { z } from "zod";
import { sourceDocumentSchema } from "../documents/source-document.ts";
import { failureReportSchema } from "../evidence/failure-report.ts";
import { jsonValueSchema } from "../json.ts";
import { requirementSchema } from "../requirements/requirement.ts";

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
});

export type Handoff = Readonly<z.infer<typeof handoffSchema>>;

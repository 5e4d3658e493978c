import { z } from "zod";
import { requirementIdSchema } from "../requirements/requirement.ts";

/** One file changed by one tool call: what line provenance is computed from. Texts are redacted. */
export const fileWriteSchema = z.strictObject({
  path: z.string().min(1),
  /** `null` when the file was not there. */
  before: z.string().nullable(),
  /** `null` when the call deleted it. */
  after: z.string().nullable(),
  requirements: z.array(requirementIdSchema).readonly(),
  stage: z.string().min(1),
  attempt: z.int().min(1),
  toolCallId: z.string(),
});

export type FileWrite = Readonly<z.infer<typeof fileWriteSchema>>;

import { z } from "zod";
import { testIdSchema } from "../evidence/test-result.ts";
import { requirementIdSchema, requirementSchema } from "./requirement.ts";

/** What of a requirement can differ from an earlier run. `quotations` and `priority` are the documents' doing. */
export const requirementAspectSchema = z.enum(["quotations", "priority", "title", "statement", "criteria"]);

/** What runs wrote for requirements that no document asks for any more, and that still stands in the project. */
export const leftoversSchema = z.strictObject({
  /** Lines that were written for the requirement and for none that still stands; 1-based and inclusive. */
  lines: z
    .array(z.strictObject({ path: z.string().min(1), startLine: z.int().min(1), endLine: z.int().min(1) }))
    .readonly(),
  /** Tests that proved nothing else. */
  tests: z.array(testIdSchema).readonly(),
});

/** What became of the requirements of a target since an earlier run. Computed from their words, never claimed. */
export const requirementChangesSchema = z.strictObject({
  /** The run compared with: the latest whose result is in the project or, where there is none, the latest at all. */
  since: z.strictObject({ runId: z.string(), startedAt: z.iso.datetime(), applied: z.boolean() }),
  added: z.array(requirementIdSchema).readonly(),
  unchanged: z.array(requirementIdSchema).readonly(),
  changed: z
    .array(
      z.strictObject({
        id: requirementIdSchema,
        /** Without `quotations` and `priority`, only the model words it differently. */
        aspects: z.array(requirementAspectSchema).min(1).readonly(),
        before: requirementSchema,
      }),
    )
    .readonly(),
  /** All documents that asked for it were given again, and its words stand in none of them any more. */
  removed: z.array(z.strictObject({ requirement: requirementSchema, leftovers: leftoversSchema })).readonly(),
  /** Not spoken of: not all its documents were given again, another one quotes its words, or it had none. It stands. */
  standing: z.array(z.strictObject({ id: requirementIdSchema, title: z.string() })).readonly(),
  /** Left out by the model though their words still stand and nothing else cites them: taken over as they were. */
  carried: z.array(requirementIdSchema).readonly(),
  /** Ids that code gave instead of the submitted ones: to the old requirement its own, to a new one a new one. */
  renumbered: z.array(z.strictObject({ submitted: z.string(), id: z.string() })).readonly(),
});

export type RequirementAspect = z.infer<typeof requirementAspectSchema>;
export type Leftovers = Readonly<z.infer<typeof leftoversSchema>>;
export type RequirementChanges = Readonly<z.infer<typeof requirementChangesSchema>>;

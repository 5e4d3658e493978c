import { z } from "zod";
import { criterionIdSchema } from "../requirements/requirement.ts";

/** The smallest evidence of why an attempt was not enough; goes to the persona that can mend it. */
export const failureReportSchema = z.strictObject({
  /** Who has to mend it. */
  route: z.enum(["coding", "testing"]),
  summary: z.string().min(1),
  criteria: z
    .array(
      z.strictObject({
        criterion: criterionIdSchema,
        reason: z.string(),
        /** `null` when no test is bound. */
        test: z.string().nullable(),
        /** Cut to what matters; `null` when nothing ran. */
        message: z.string().nullable(),
      }),
    )
    .readonly(),
  /** Problems that belong to no single criterion, for example a test file that does not load. */
  problems: z.array(z.string()).readonly(),
});

export type FailureReport = Readonly<z.infer<typeof failureReportSchema>>;

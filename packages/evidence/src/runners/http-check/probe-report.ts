import { z } from "zod";

/** What came back for one request. */
const answerSchema = z.union([
  z.object({
    status: z.int(),
    headers: z.record(z.string(), z.union([z.string(), z.array(z.string())])),
    body: z.string(),
  }),
  z.object({ error: z.string() }),
  z.object({ timedOut: z.literal(true) }),
]);

/** What the prober writes. */
export const probeReportSchema = z.object({
  /** Why there was nothing to send requests to; `null` when there was. */
  problem: z.string().nullable(),
  /** The last of what the service printed. */
  output: z.string(),
  /** In the order of the checks. */
  responses: z.array(answerSchema),
});

export type ProbeAnswer = z.infer<typeof answerSchema>;
export type ProbeReport = z.infer<typeof probeReportSchema>;

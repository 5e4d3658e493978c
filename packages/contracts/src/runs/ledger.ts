import { z } from "zod";
import { tokenUsageSchema } from "../models/token-usage.ts";

/** What a run has spent so far. */
export const ledgerSchema = z.strictObject({
  requests: z.int().min(0),
  tokens: tokenUsageSchema,
  /** Sum over the requests whose model has a known price. */
  costUsd: z.number().min(0),
  /** Requests whose cost is unknown: no price for the model. */
  unpricedRequests: z.int().min(0),
  /** Requests that ended without an answer and may have been charged. */
  possiblyBilledRequests: z.int().min(0),
});

export type Ledger = Readonly<z.infer<typeof ledgerSchema>>;

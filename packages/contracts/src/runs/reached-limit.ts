import { z } from "zod";

/** A limit that a run came to, and that has to be raised for it to go on. */
export const reachedLimitSchema = z.strictObject({
  limit: z.enum(["cost", "tokens", "turns"]),
  /** One with which it would get further: USD, tokens, or requests in one attempt. */
  enough: z.number().positive(),
});

export type ReachedLimit = Readonly<z.infer<typeof reachedLimitSchema>>;

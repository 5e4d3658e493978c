import { z } from "zod";
import { jsonValueSchema } from "../json.ts";
import { tokenUsageSchema } from "./token-usage.ts";

/**
 * Where in a run a model call stands. `attempt` and `turn` start at 1; `turn` counts the requests of the attempt,
 * `call` the tries at one turn that reached the model's answer (1 unless a turn was asked again).
 */
export const callPositionSchema = z.strictObject({
  stage: z.string().min(1),
  attempt: z.int().min(1),
  turn: z.int().min(1),
  call: z.int().min(1),
});

/** A request as it left: after redaction, with the resolved model name. */
export const modelCallRequestSchema = z.strictObject({
  position: callPositionSchema,
  model: z.string().min(1),
  /** Hex SHA-256 of the canonical JSON of `body`. */
  hash: z.string().length(64),
  /** Instructions, input items, tools, output type and settings: the Agents SDK's request without its signal. */
  body: jsonValueSchema,
});

/** An answer as the rest of the run saw it: after redaction. */
export const modelCallAnswerSchema = z.strictObject({
  responseId: z.string().nullable(),
  /** Output items in the Agents SDK's protocol. */
  output: z.array(jsonValueSchema),
  usage: tokenUsageSchema,
  /** `null` when the model is not in the price table. */
  costUsd: z.number().min(0).nullable(),
});

/** How a call ended without an answer. */
export const modelCallFailureSchema = z.strictObject({
  code: z.string().min(1),
  message: z.string(),
  /** True when the endpoint may have worked, and charged, all the same. */
  possiblyBilled: z.boolean(),
});

/** One model call of a run, as stored and as exported. */
export const modelCallSchema = z.strictObject({
  request: modelCallRequestSchema,
  answer: modelCallAnswerSchema.nullable(),
  failure: modelCallFailureSchema.nullable(),
});

export type CallPosition = Readonly<z.infer<typeof callPositionSchema>>;
export type ModelCallRequest = Readonly<z.infer<typeof modelCallRequestSchema>>;
export type ModelCallAnswer = Readonly<z.infer<typeof modelCallAnswerSchema>>;
export type ModelCallFailure = Readonly<z.infer<typeof modelCallFailureSchema>>;
export type ModelCall = Readonly<z.infer<typeof modelCallSchema>>;

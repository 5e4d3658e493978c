import { z } from "zod";

/** Tokens as the endpoint counted them. */
export const tokenUsageSchema = z.strictObject({
  inputTokens: z.int().min(0),
  /** Part of `inputTokens` that came from the provider's prompt cache. */
  cachedInputTokens: z.int().min(0),
  outputTokens: z.int().min(0),
  /** Part of `outputTokens` spent on reasoning. */
  reasoningTokens: z.int().min(0),
});

export type TokenUsage = Readonly<z.infer<typeof tokenUsageSchema>>;

export const noTokens: TokenUsage = {
  inputTokens: 0,
  cachedInputTokens: 0,
  outputTokens: 0,
  reasoningTokens: 0,
};

/** The sum of two usages. */
export function addTokens(a: TokenUsage, b: TokenUsage): TokenUsage {
  return {
    inputTokens: a.inputTokens + b.inputTokens,
    cachedInputTokens: a.cachedInputTokens + b.cachedInputTokens,
    outputTokens: a.outputTokens + b.outputTokens,
    reasoningTokens: a.reasoningTokens + b.reasoningTokens,
  };
}

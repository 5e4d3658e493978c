import { noTokens, type TokenUsage } from "@kimi/contracts";
import { z } from "zod";

/** The SDK gives usage as a class with arrays of details, or as a plain object with one, depending on the transport. */
const detailsSchema = z.record(z.string(), z.unknown());
const usageSchema = z.object({
  inputTokens: z.number(),
  outputTokens: z.number(),
  inputTokensDetails: z.union([detailsSchema, z.array(detailsSchema)]).optional(),
  outputTokensDetails: z.union([detailsSchema, z.array(detailsSchema)]).optional(),
});

/** Tokens of a response in our own words; what the endpoint did not count is 0. */
export function readUsage(usage: unknown): TokenUsage {
  const parsed = usageSchema.safeParse(usage);
  if (!parsed.success) return noTokens;
  const { inputTokens, outputTokens, inputTokensDetails, outputTokensDetails } = parsed.data;
  return {
    inputTokens: count(inputTokens),
    cachedInputTokens: sum(inputTokensDetails, "cached_tokens"),
    outputTokens: count(outputTokens),
    reasoningTokens: sum(outputTokensDetails, "reasoning_tokens"),
  };
}

/** The same tokens as the Agents SDK's `Usage` takes them. */
export function toSdkUsage(usage: TokenUsage) {
  return {
    requests: 1,
    inputTokens: usage.inputTokens,
    outputTokens: usage.outputTokens,
    totalTokens: usage.inputTokens + usage.outputTokens,
    inputTokensDetails: { cached_tokens: usage.cachedInputTokens },
    outputTokensDetails: { reasoning_tokens: usage.reasoningTokens },
  };
}

type Details = z.infer<typeof detailsSchema>;

function sum(details: Details | readonly Details[] | undefined, name: string): number {
  const list = details === undefined ? [] : [details].flat();
  return list.reduce((total, entry) => total + count(entry[name]), 0);
}

function count(value: unknown): number {
  return typeof value === "number" && value > 0 ? Math.trunc(value) : 0;
}

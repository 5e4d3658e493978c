import type { ModelPrices, TokenUsage } from "@kimi/contracts";

/**
 * As of November 2026: none. Neither SDK carries prices and none could be verified, so a cost is `null` until the user
 * gives a price. Add an entry only with its source and date.
 */
export const knownPrices: ModelPrices = {};

/**
 * What a call cost by its tokens; fees for hosted tools are not part of it.
 * A dated snapshot (`name-2026-01-31`) has the price of its model unless it has one of its own.
 * @returns `null` without a price for the model: never a made-up figure.
 */
export function costOf(model: string, usage: TokenUsage, prices: ModelPrices): number | null {
  const name = [model, model.replace(/-\d{4}-\d{2}-\d{2}$/, "")].find((key) => Object.hasOwn(prices, key));
  const price = name === undefined ? undefined : prices[name];
  if (price === undefined) return null;
  const cached = Math.min(usage.cachedInputTokens, usage.inputTokens);
  const total =
    (usage.inputTokens - cached) * price.inputUsd +
    cached * price.cachedInputUsd +
    usage.outputTokens * price.outputUsd;
  return total / 1_000_000;
}

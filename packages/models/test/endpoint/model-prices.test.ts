import { noTokens } from "@kimi/contracts";
import { expect, test } from "vitest";
import { costOf, knownPrices } from "../../src/endpoint/model-prices.ts";

const price = { inputUsd: 4, cachedInputUsd: 1, outputUsd: 20 };
const usage = { ...noTokens, inputTokens: 1_000_000, cachedInputTokens: 250_000, outputTokens: 50_000 };

test("cached input has its own price", () => {
  expect(costOf("m", usage, { m: price })).toBeCloseTo(3 + 0.25 + 1, 10);
});

test("a dated snapshot has the price of its model, unless it has its own", () => {
  expect(costOf("m-2026-06-01", usage, { m: price })).toBeCloseTo(4.25, 10);
  const free = { inputUsd: 0, cachedInputUsd: 0, outputUsd: 0 };
  expect(costOf("m-2026-06-01", usage, { m: price, "m-2026-06-01": free })).toBe(0);
});

test("an unknown model has no cost, not a cost of zero", () => {
  expect(costOf("m-mini", usage, { m: price })).toBeNull();
  expect(costOf("toString", usage, knownPrices)).toBeNull();
});

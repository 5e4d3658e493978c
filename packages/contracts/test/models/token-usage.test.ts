import * as fc from "fast-check";
import { expect, it } from "vitest";
import { addTokens, noTokens, tokenUsageSchema } from "../../src/index.ts";

const count = fc.nat({ max: 1e9 });
const usage = fc.record({
  inputTokens: count,
  cachedInputTokens: count,
  outputTokens: count,
  reasoningTokens: count,
});

it("adds each kind of token to its own kind", () => {
  const one = { inputTokens: 1, cachedInputTokens: 20, outputTokens: 300, reasoningTokens: 4000 };
  const other = { inputTokens: 5, cachedInputTokens: 60, outputTokens: 700, reasoningTokens: 8000 };
  expect(addTokens(one, other)).toEqual({
    inputTokens: 6,
    cachedInputTokens: 80,
    outputTokens: 1000,
    reasoningTokens: 12_000,
  });
});

it("gives the same sum in any order, and nothing added changes nothing", () => {
  fc.assert(
    fc.property(usage, usage, usage, (a, b, c) => {
      expect(addTokens(a, b)).toEqual(addTokens(b, a));
      expect(addTokens(addTokens(a, b), c)).toEqual(addTokens(a, addTokens(b, c)));
      expect(addTokens(a, noTokens)).toEqual(a);
      expect(tokenUsageSchema.parse(addTokens(a, b))).toEqual(addTokens(a, b));
    }),
  );
});

import { noTokens } from "@kimi/contracts";
import { expect, it } from "vitest";
import { LedgerBook } from "../../src/budget/ledger-book.ts";

it("adds answers and failures, priced or not", () => {
  const book = new LedgerBook();
  const usage = { ...noTokens, inputTokens: 10, outputTokens: 5 };
  book.addAnswer({ responseId: null, output: [], usage, costUsd: 0.25 });
  book.addAnswer({ responseId: null, output: [], usage, costUsd: null });
  book.addFailure(true);
  book.addFailure(false);
  expect(book.ledger).toEqual({
    requests: 4,
    tokens: { ...noTokens, inputTokens: 20, outputTokens: 10 },
    costUsd: 0.25,
    unpricedRequests: 1,
    possiblyBilledRequests: 1,
  });
});

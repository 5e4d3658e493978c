import { noTokens } from "@kimi/contracts";
import { expect, it } from "vitest";
import { LedgerBook } from "../../src/budget/ledger-book.ts";

it("adds answers and failures, priced or not", () => {
  const book = new LedgerBook();
  const usage = { ...noTokens, inputTokens: 10, outputTokens: 5 };
  book.addAnswer({ usage, costUsd: 0.25 });
  book.addAnswer({ usage, costUsd: null });
  book.addFailure({ inputTokens: 7, costUsd: 0.5 });
  book.addFailure(null);
  expect(book.unanswered).toEqual({ inputTokens: 7, costUsd: 0.5 });
  expect(book.costliestAnswerUsd).toBe(0.25);
  expect(book.ledger).toEqual({
    requests: 4,
    tokens: { ...noTokens, inputTokens: 20, outputTokens: 10 },
    costUsd: 0.25,
    unpricedRequests: 1,
    possiblyBilledRequests: 1,
  });
});

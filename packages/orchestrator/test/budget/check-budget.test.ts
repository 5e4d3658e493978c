import { budgetSchema, isKimiError, noTokens, type Budget } from "@kimi/contracts";
import { describe, expect, it } from "vitest";
import { checkBudget, type BudgetPosition } from "../../src/budget/check-budget.ts";
import { noUse } from "../../src/budget/expect-use.ts";
import { emptyLedger } from "../../src/budget/ledger-book.ts";

const budget = (limits: Partial<Budget>): Budget => ({ ...budgetSchema.parse({}), ...limits });
const position = (parts: Partial<BudgetPosition>): BudgetPosition => ({
  ledger: emptyLedger,
  elapsedMs: 0,
  unanswered: noUse,
  expected: noUse,
  ...parts,
});
const spent = (tokens: number, costUsd: number) => ({
  ...emptyLedger,
  requests: 1,
  tokens: { ...noTokens, inputTokens: tokens },
  costUsd,
});

describe("checkBudget", () => {
  it("lets a request pass that stays within every limit", () => {
    const limits = budget({ maxTokens: 100, maxCostUsd: 1 });
    expect(() =>
      checkBudget(limits, position({ ledger: spent(60, 0.5), expected: { inputTokens: 40, costUsd: 0.5 } })),
    ).not.toThrow();
  });

  it("reserves the tokens the request will send", () => {
    const check = () =>
      checkBudget(
        budget({ maxTokens: 100 }),
        position({ ledger: spent(60, 0), expected: { inputTokens: 41, costUsd: 0 } }),
      );
    expect(check).toThrow(/60 of 100 tokens.*--max-tokens/);
  });

  it("reserves what the costliest answer so far cost", () => {
    const check = () =>
      checkBudget(
        budget({ maxCostUsd: 1 }),
        position({ ledger: spent(0, 0.8), expected: { inputTokens: 0, costUsd: 0.3 } }),
      );
    expect(check).toThrow(/0\.8000 of 1 USD.*--max-cost-usd/);
  });

  it("counts what requests without an answer may have used", () => {
    const spending = { ledger: spent(50, 0.5), unanswered: { inputTokens: 30, costUsd: 0.3 } };
    const next = position({ ...spending, expected: { inputTokens: 21, costUsd: 0.21 } });
    expect(() => checkBudget(budget({ maxTokens: 100 }), next)).toThrow(
      /50 of 100 tokens are used, about 30 more by requests without an answer, and.*--max-tokens/,
    );
    expect(() => checkBudget(budget({ maxCostUsd: 1 }), next)).toThrow(
      /0\.5000 of 1 USD are spent, perhaps 0\.3000 more by requests without an answer, and.*--max-cost-usd/,
    );
    expect(() => checkBudget(budget({ maxTokens: 101, maxCostUsd: 1.01 }), next)).not.toThrow();
  });

  it("does not pretend to keep a limit in USD for a model without a price", () => {
    const ledger = { ...spent(10, 0), unpricedRequests: 1 };
    expect(() => checkBudget(budget({ maxCostUsd: 1 }), position({ ledger }))).toThrow(/no known price/);
    expect(() => checkBudget(budget({}), position({ ledger }))).not.toThrow();
  });

  it("ends with the minutes, as a reason to pause", () => {
    const check = () => checkBudget(budget({ maxMinutes: 2 }), position({ elapsedMs: 120_000 }));
    expect(check).toThrow(
      expect.toSatisfy(
        (error: unknown) =>
          isKimiError(error, "budget") && error.retryable && error.details["limit"] === "minutes",
      ),
    );
  });
});

import { KimiError, type Budget, type Ledger } from "@kimi/contracts";

/** What is known just before a request leaves. */
export interface BudgetPosition {
  readonly ledger: Ledger;
  readonly elapsedMs: number;
  /** Tokens the request will send at least, as far as its length tells. */
  readonly expectedInputTokens: number;
  /** What the next request is taken to cost: its input, or as much as the costliest answer so far. */
  readonly expectedCostUsd: number;
}

/**
 * Holds a request against the run's limits, reserving what it will spend.
 * @throws KimiError `budget` that names the limit, what is spent and how to raise it.
 */
export function checkBudget(budget: Budget, position: BudgetPosition): void {
  const { ledger } = position;
  const elapsedMinutes = position.elapsedMs / 60_000;
  if (elapsedMinutes >= budget.maxMinutes) {
    throw reached(
      "minutes",
      `${elapsedMinutes.toFixed(1)} of ${budget.maxMinutes} minutes are used`,
      "--max-minutes",
    );
  }
  const tokens = ledger.tokens.inputTokens + ledger.tokens.outputTokens;
  if (budget.maxTokens !== null && tokens + position.expectedInputTokens > budget.maxTokens) {
    throw reached(
      "tokens",
      `${tokens} of ${budget.maxTokens} tokens are used and the next request sends about ${position.expectedInputTokens}`,
      "--max-tokens",
    );
  }
  if (budget.maxCostUsd === null) return;
  if (ledger.unpricedRequests > 0) {
    throw reached("cost", "the model has no known price, so a limit in USD cannot be kept", "--max-tokens");
  }
  if (ledger.costUsd + position.expectedCostUsd > budget.maxCostUsd) {
    throw reached(
      "cost",
      `${ledger.costUsd.toFixed(4)} of ${budget.maxCostUsd} USD are spent and the next request may cost ${position.expectedCostUsd.toFixed(4)}`,
      "--max-cost-usd",
    );
  }
}

function reached(limit: string, found: string, option: string): KimiError {
  return new KimiError(
    "budget",
    `Budget reached before the next request: ${found}. Raise or change ${option} to go on.`,
    {
      retryable: true,
      details: { limit },
    },
  );
}

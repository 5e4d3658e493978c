import { KimiError, type Budget, type Ledger } from "@kimi/contracts";
import type { ExpectedUse } from "./expect-use.ts";

/** What is known just before a request leaves. */
export interface BudgetPosition {
  readonly ledger: Ledger;
  readonly elapsedMs: number;
  /** What requests without an answer are taken to have used, beside what the ledger holds. */
  readonly unanswered: ExpectedUse;
  /** What the next request is taken to use. */
  readonly expected: ExpectedUse;
}

/**
 * Holds a request against the run's limits, reserving what it will spend.
 * @throws KimiError `budget` that names the limit, what is spent and how to raise it.
 */
export function checkBudget(budget: Budget, position: BudgetPosition): void {
  const { ledger, unanswered, expected } = position;
  const elapsedMinutes = position.elapsedMs / 60_000;
  if (elapsedMinutes >= budget.maxMinutes) {
    throw reached(
      "minutes",
      `${elapsedMinutes.toFixed(1)} of ${budget.maxMinutes} minutes are used`,
      "--max-minutes",
    );
  }
  const tokens = ledger.tokens.inputTokens + ledger.tokens.outputTokens;
  const more = unanswered.inputTokens;
  if (budget.maxTokens !== null && tokens + more + expected.inputTokens > budget.maxTokens) {
    throw reached(
      "tokens",
      `${tokens} of ${budget.maxTokens} tokens are used${besides(more, `about ${more}`)} and the next request sends about ${expected.inputTokens}`,
      "--max-tokens",
    );
  }
  if (budget.maxCostUsd === null) return;
  if (ledger.unpricedRequests > 0) {
    throw reached("cost", "the model has no known price, so a limit in USD cannot be kept", "--max-tokens");
  }
  if (ledger.costUsd + unanswered.costUsd + expected.costUsd > budget.maxCostUsd) {
    throw reached(
      "cost",
      `${ledger.costUsd.toFixed(4)} of ${budget.maxCostUsd} USD are spent${besides(unanswered.costUsd, `perhaps ${unanswered.costUsd.toFixed(4)}`)} and the next request may cost ${expected.costUsd.toFixed(4)}`,
      "--max-cost-usd",
    );
  }
}

function besides(amount: number, shown: string): string {
  return amount === 0 ? "" : `, ${shown} more by requests without an answer,`;
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

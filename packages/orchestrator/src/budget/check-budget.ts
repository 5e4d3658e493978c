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
      { limit: "minutes" },
      `${elapsedMinutes.toFixed(1)} of ${budget.maxMinutes} minutes are used`,
      "--max-minutes",
    );
  }
  const tokens = ledger.tokens.inputTokens + ledger.tokens.outputTokens;
  const more = unanswered.inputTokens;
  if (budget.maxTokens !== null && tokens + more + expected.inputTokens > budget.maxTokens) {
    const needed = Math.max(budget.maxTokens, tokens + more + expected.inputTokens);
    throw reached(
      { limit: "tokens", enough: 2 * needed },
      `${tokens} of ${budget.maxTokens} tokens are used${besides(more, `about ${more}`)} and the next request sends about ${expected.inputTokens}`,
      "--max-tokens",
    );
  }
  if (budget.maxCostUsd === null) return;
  if (ledger.unpricedRequests > 0) {
    throw reached(
      { limit: "cost" },
      "the model has no known price, so a limit in USD cannot be kept",
      "--max-tokens",
    );
  }
  if (ledger.costUsd + unanswered.costUsd + expected.costUsd > budget.maxCostUsd) {
    const needed = Math.max(budget.maxCostUsd, ledger.costUsd + unanswered.costUsd + expected.costUsd);
    throw reached(
      { limit: "cost", enough: Number((2 * needed).toFixed(4)) },
      `${ledger.costUsd.toFixed(4)} of ${budget.maxCostUsd} USD are spent${besides(unanswered.costUsd, `perhaps ${unanswered.costUsd.toFixed(4)}`)} and the next request may cost ${expected.costUsd.toFixed(4)}`,
      "--max-cost-usd",
    );
  }
}

interface Reached {
  readonly limit: "minutes" | "tokens" | "cost";
  /** Absent where raising it does not help, or is not needed. */
  readonly enough?: number;
}

function besides(amount: number, shown: string): string {
  return amount === 0 ? "" : `, ${shown} more by requests without an answer,`;
}

/** Twice what would do: whoever raises a limit wants to get further than one request. */
function reached(limit: Reached, found: string, option: string): KimiError {
  return new KimiError(
    "budget",
    `Budget reached before the next request: ${found}. Raise or change ${option} to go on.`,
    {
      retryable: true,
      details: { limit: limit.limit, ...(limit.enough !== undefined && { reached: { ...limit } }) },
    },
  );
}

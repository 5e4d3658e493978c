import { addTokens, noTokens, type Ledger, type ModelCallAnswer } from "@kimi/contracts";
import { noUse, type ExpectedUse } from "./expect-use.ts";

export const emptyLedger: Ledger = {
  requests: 0,
  tokens: noTokens,
  costUsd: 0,
  unpricedRequests: 0,
  possiblyBilledRequests: 0,
};

/** Keeps count of what a run has spent. */
export class LedgerBook {
  #ledger: Ledger = emptyLedger;
  #unanswered: ExpectedUse = noUse;
  #costliestAnswerUsd = 0;

  get ledger(): Ledger {
    return this.#ledger;
  }

  /** What the possibly billed requests are taken to have used: limits count it, the ledger holds what is known. */
  get unanswered(): ExpectedUse {
    return this.#unanswered;
  }

  get costliestAnswerUsd(): number {
    return this.#costliestAnswerUsd;
  }

  addAnswer({ usage, costUsd }: Pick<ModelCallAnswer, "usage" | "costUsd">): void {
    this.#ledger = {
      ...this.#ledger,
      requests: this.#ledger.requests + 1,
      tokens: addTokens(this.#ledger.tokens, usage),
      costUsd: this.#ledger.costUsd + (costUsd ?? 0),
      unpricedRequests: this.#ledger.unpricedRequests + (costUsd === null ? 1 : 0),
    };
    this.#costliestAnswerUsd = Math.max(this.#costliestAnswerUsd, costUsd ?? 0);
  }

  /** A request without an answer; `billed` is what it may have used, `null` when it was not charged. */
  addFailure(billed: ExpectedUse | null): void {
    this.#ledger = {
      ...this.#ledger,
      requests: this.#ledger.requests + 1,
      possiblyBilledRequests: this.#ledger.possiblyBilledRequests + (billed === null ? 0 : 1),
    };
    const { inputTokens, costUsd } = this.#unanswered;
    this.#unanswered = {
      inputTokens: inputTokens + (billed?.inputTokens ?? 0),
      costUsd: costUsd + (billed?.costUsd ?? 0),
    };
  }
}

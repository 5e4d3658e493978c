import { addTokens, noTokens, type Ledger, type ModelCallAnswer } from "@kimi/contracts";

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

  get ledger(): Ledger {
    return this.#ledger;
  }

  addAnswer(answer: ModelCallAnswer): void {
    this.#ledger = {
      ...this.#ledger,
      requests: this.#ledger.requests + 1,
      tokens: addTokens(this.#ledger.tokens, answer.usage),
      costUsd: this.#ledger.costUsd + (answer.costUsd ?? 0),
      unpricedRequests: this.#ledger.unpricedRequests + (answer.costUsd === null ? 1 : 0),
    };
  }

  addFailure(possiblyBilled: boolean): void {
    this.#ledger = {
      ...this.#ledger,
      requests: this.#ledger.requests + 1,
      possiblyBilledRequests: this.#ledger.possiblyBilledRequests + (possiblyBilled ? 1 : 0),
    };
  }
}

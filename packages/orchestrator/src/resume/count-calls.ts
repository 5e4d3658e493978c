import type { CallPosition, ModelCall, ModelGateway, StoredEvent } from "@kimi/contracts";
import { expectUse, noUse } from "../budget/expect-use.ts";
import { LedgerBook } from "../budget/ledger-book.ts";

/** What a run has recorded of its calls. */
export interface RecordedCalls {
  readonly events: readonly StoredEvent[];
  /** The last one at each position. */
  readonly calls: readonly ModelCall[];
}

/**
 * What a run had spent, from its log: a process that died could not write it down, and of a call that is made again the
 * store keeps the last alone. Calls that a fork inherited are in no event of its own, and are not its to pay.
 */
export function countCalls(
  { events, calls }: RecordedCalls,
  models: Pick<ModelGateway, "estimateCostUsd">,
): LedgerBook {
  const book = new LedgerBook();
  const stored = new Map(calls.map((call) => [keyOf(call.request.position), call]));
  const waiting = new Set<string>();

  function fail(key: string, possiblyBilled: boolean): void {
    const request = stored.get(key)?.request;
    const use = request === undefined ? noUse : expectUse(models, request, book.costliestAnswerUsd);
    book.addFailure(possiblyBilled ? use : null);
  }

  for (const { event } of events) {
    if (event.type === "model-requested") {
      const key = keyOf(event.position);
      // Made again without an end: it was in flight when its process died, and may be charged for all anybody here knows.
      if (waiting.has(key)) fail(key, true);
      waiting.add(key);
    } else if (event.type === "model-answered") {
      waiting.delete(keyOf(event.position));
      book.addAnswer(event);
    } else if (event.type === "model-failed") {
      waiting.delete(keyOf(event.position));
      fail(keyOf(event.position), event.possiblyBilled);
    }
  }
  // A process that died may have stored an end that its log does not tell.
  for (const key of waiting) {
    const { answer = null, failure = null } = stored.get(key) ?? {};
    if (answer === null) fail(key, failure?.possiblyBilled ?? true);
    else book.addAnswer(answer);
  }
  return book;
}

function keyOf({ stage, attempt, turn, call }: CallPosition): string {
  return JSON.stringify([stage, attempt, turn, call]);
}

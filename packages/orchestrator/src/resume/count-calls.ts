import type { ModelCall } from "@kimi/contracts";
import { LedgerBook } from "../budget/ledger-book.ts";

/** What a run had spent, from its stored calls: a process that died could not write it down. */
export function countCalls(calls: readonly ModelCall[]): LedgerBook {
  const book = new LedgerBook();
  for (const { answer, failure } of calls) {
    if (answer !== null) book.addAnswer(answer);
    // A call without either was in flight when its process died: whether it was charged, nobody here can know.
    else book.addFailure(failure?.possiblyBilled ?? true);
  }
  return book;
}

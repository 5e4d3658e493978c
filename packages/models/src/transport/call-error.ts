import { KimiError } from "@kimi/contracts";
import type { EndpointFailure } from "./endpoint-failure.ts";

/** What a call went through before it was given up. */
export interface CallHistory {
  readonly possiblyBilled: boolean;
  readonly tries: number;
}

/**
 * A failure as the error that leaves this package. The client's own error is no cause of it: that one holds the
 * endpoint's words as they came.
 */
export function toCallError(
  failure: EndpointFailure,
  present: (message: string) => string,
  history: CallHistory = { possiblyBilled: failure.possiblyBilled, tries: 1 },
): KimiError {
  const { code, status, retryAfterMs, retryable } = failure;
  const times = history.tries === 1 ? "" : ` (tried ${history.tries} times)`;
  return new KimiError(code, `${present(failure.message)}${times}`, {
    retryable,
    details: { ...history, status, retryAfterMs },
  });
}

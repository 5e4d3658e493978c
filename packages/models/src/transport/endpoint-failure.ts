import type { ErrorCode } from "@kimi/contracts";

/** Why one try at a call gave no answer, and what that means for the next. */
export interface EndpointFailure {
  /** The code the call ends with when no further try is made. */
  readonly code: ErrorCode;
  /** Found, expected, what to do; may still hold secrets. */
  readonly message: string;
  /** Whether another try may succeed. */
  readonly retryable: boolean;
  /** Whether the endpoint may have worked, and charged, all the same. */
  readonly possiblyBilled: boolean;
  /** How long the endpoint asked to wait; `null` when it did not say. */
  readonly retryAfterMs: number | null;
  /** HTTP status; `null` when there was none. */
  readonly status: number | null;
}

/** A try failed. Never leaves this package: a `KimiError` does. */
export class EndpointFailureError extends Error {
  override readonly name = "EndpointFailureError";
  readonly failure: EndpointFailure;

  constructor(failure: EndpointFailure) {
    super(failure.message);
    this.failure = failure;
  }
}

/** A failure that another try will not mend. */
export function finalFailure(
  code: ErrorCode,
  message: string,
  facts: Partial<EndpointFailure> = {},
): EndpointFailure {
  return {
    code,
    message,
    retryable: false,
    possiblyBilled: false,
    retryAfterMs: null,
    status: null,
    ...facts,
  };
}

/** A failure that may be over at the next try. */
export function passingFailure(message: string, facts: Partial<EndpointFailure> = {}): EndpointFailure {
  return finalFailure("endpoint-unavailable", message, { retryable: true, ...facts });
}

/** A stream that ended before the answer did. */
export function brokenOff(endpoint: string): EndpointFailure {
  return passingFailure(`The stream from ${endpoint} broke off before its end.`, { possiblyBilled: true });
}

/** A request that the client or the SDK would not send: a tool or a setting that the API does not have. */
export function unsendable(error: Error, { endpoint }: { readonly endpoint: string }): EndpointFailure {
  return finalFailure("endpoint-request", `The request cannot be put to ${endpoint}: ${error.message}`);
}

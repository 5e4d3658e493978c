import { createHash } from "node:crypto";
import { KimiError, type ModelCallObserver, type ModelCallRequest } from "@kimi/contracts";
import { toCallError } from "./call-error.ts";
import type { EndpointFailure } from "./endpoint-failure.ts";

/** How failed tries are repeated. */
export interface RetryLimits {
  /** Further tries after the first. @default 5 */
  readonly maxRetries: number;
  /** The longest single wait; a longer one that the endpoint asks for ends the call. @default 300000 */
  readonly maxRetryWaitMs: number;
}

/** Waits; rejects when `signal` aborts. Passed in so that tests need not wait. */
export type Sleep = (ms: number, signal: AbortSignal | undefined) => Promise<void>;

/** What the retries of one call need. */
export interface RetryOptions<Answer> extends RetryLimits {
  readonly recorded: ModelCallRequest;
  readonly observer: Pick<ModelCallObserver, "retrying">;
  readonly signal: AbortSignal | undefined;
  readonly sleep: Sleep;
  /** One try. */
  readonly attempt: () => Promise<Answer>;
  /** What an error of a try means. */
  readonly describe: (error: unknown) => EndpointFailure;
  /** Makes a text of the endpoint's fit to be shown. */
  readonly present: (message: string) => string;
}

const firstBackoffMs = 500;
const maxBackoffMs = 30_000;

/**
 * Tries until there is an answer: the only place where requests are repeated.
 * @throws KimiError `endpoint-*` with `possiblyBilled`, `tries`, `status` and `retryAfterMs` in its details,
 * or `cancelled`.
 */
export async function retryCall<Answer>(options: RetryOptions<Answer>): Promise<Answer> {
  const { signal, observer, recorded, present, sleep, maxRetries, maxRetryWaitMs } = options;
  let possiblyBilled = false;
  for (let tries = 1; ; tries += 1) {
    if (signal?.aborted === true) throw cancelled(possiblyBilled);
    let failure: EndpointFailure;
    try {
      return await options.attempt();
    } catch (error) {
      failure = options.describe(error);
    }
    if (isAborted(signal)) throw cancelled(true);
    possiblyBilled ||= failure.possiblyBilled;
    const delayMs = failure.retryAfterMs ?? backoffMs(recorded.hash, tries);
    const facts = { possiblyBilled, tries };
    if (!failure.retryable || tries > maxRetries) throw toCallError(failure, present, facts);
    if (delayMs > maxRetryWaitMs) {
      throw toCallError(askedForTooLong(failure, delayMs, maxRetryWaitMs), present, facts);
    }
    await observer.retrying(recorded, present(failure.message), delayMs);
    try {
      await sleep(delayMs, signal);
    } catch {
      throw cancelled(possiblyBilled);
    }
  }
}

/**
 * Exponential, with the upper half jittered. The jitter comes from the request itself: runs differ, so their waits
 * spread, and yet the run's own randomness, which its ids are made of, is not drawn upon by an outage.
 */
function backoffMs(requestHash: string, tries: number): number {
  const ceiling = Math.min(maxBackoffMs, firstBackoffMs * 2 ** (tries - 1));
  const digest = createHash("sha256").update(`${requestHash}:${tries}`).digest();
  const jitter = digest.readUInt32BE(0) / 2 ** 32;
  return Math.round(ceiling / 2 + (ceiling / 2) * jitter);
}

function askedForTooLong(failure: EndpointFailure, delayMs: number, maxRetryWaitMs: number): EndpointFailure {
  const message =
    `${failure.message}. It asks to wait ${Math.ceil(delayMs / 1_000)} s, ` +
    `more than the ${Math.round(maxRetryWaitMs / 1_000)} s a run waits. Resume the run later.`;
  return { ...failure, message };
}

function cancelled(possiblyBilled: boolean): KimiError {
  return new KimiError("cancelled", "The model call was cancelled.", { details: { possiblyBilled } });
}

/** In a function of its own, because the compiler takes an earlier check for still true. */
function isAborted(signal: AbortSignal | undefined): boolean {
  return signal?.aborted === true;
}

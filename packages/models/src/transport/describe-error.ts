import { APIConnectionError, APIConnectionTimeoutError, APIError } from "openai";
import { z } from "zod";
import {
  EndpointFailureError,
  finalFailure,
  passingFailure,
  type EndpointFailure,
} from "./endpoint-failure.ts";
import { readRetryAfterMs } from "./retry-after.ts";

/** What there is to know besides the error. */
export interface ErrorContext {
  /** For messages: the endpoint's address. */
  readonly endpoint: string;
  readonly now: Date;
}

/** Whether a code of the endpoint's means that the account has no money left. */
const quotaCodes = new Set(["insufficient_quota", "billing_hard_limit_reached", "billing_not_active"]);
/** Codes within a stream, or of a failed response, that say nothing against the request itself. */
const passingCodes = new Set([
  "server_error",
  "rate_limit_exceeded",
  "overloaded_error",
  "vector_store_timeout",
]);
/** The connection was never there, so nothing can have been charged. */
const neverConnected = new Set(["ECONNREFUSED", "ENOTFOUND", "EAI_AGAIN", "ENETUNREACH", "EHOSTUNREACH"]);

/** What an error of the client or the Agents SDK means. */
export function describeError(error: unknown, context: ErrorContext): EndpointFailure {
  if (error instanceof EndpointFailureError) return error.failure;
  if (error instanceof APIConnectionError) return describeConnectionError(error, context);
  if (error instanceof APIError) {
    const refusal: RefusedRequest = error;
    return refusal.status === undefined
      ? describeErrorCode(refusal.code ?? refusal.type ?? null, refusal.message, context)
      : describeStatus(refusal, refusal.status, context);
  }
  if (!(error instanceof Error)) return finalFailure("internal", `A call ended with ${String(error)}.`);
  if (error instanceof SyntaxError || error.name === "ModelBehaviorError") {
    return passingFailure(`${context.endpoint} sent what is no answer: ${error.message}`, {
      code: "endpoint-protocol",
      possiblyBilled: true,
    });
  }
  // What `fetch` throws while a body is read: a TypeError with the socket's error as its cause, or an abort.
  if (error.cause instanceof Error || error.name === "AbortError") {
    return passingFailure(`The connection to ${context.endpoint} broke: ${describeCause(error)}`, {
      possiblyBilled: true,
    });
  }
  return finalFailure("internal", `A call ended in an unforeseen way: ${error.name}: ${error.message}`, {
    possiblyBilled: true,
  });
}

/** What an error code within a stream, or in a failed response, means. */
export function describeErrorCode(
  code: string | null,
  message: string,
  { endpoint }: ErrorContext,
): EndpointFailure {
  if (code !== null && quotaCodes.has(code)) return quotaFailure(message, endpoint);
  if (code === null || passingCodes.has(code)) {
    return passingFailure(`${endpoint} gave up on its answer: ${message}`, { possiblyBilled: true });
  }
  return finalFailure("endpoint-request", `${endpoint} refused the request (${code}): ${message}`);
}

/** The client's `APIError`, whose own type parameters are `any`. */
interface RefusedRequest {
  readonly status: number | undefined;
  readonly message: string;
  readonly headers: Headers | undefined;
  readonly code?: string | null | undefined;
  readonly type?: string | undefined;
}

function describeStatus(
  error: RefusedRequest,
  status: number,
  { endpoint, now }: ErrorContext,
): EndpointFailure {
  const message = error.message;
  if (
    status === 402 ||
    (status === 429 && [error.code, error.type].some((code) => quotaCodes.has(code ?? "")))
  ) {
    return { ...quotaFailure(message, endpoint), status };
  }
  if (status === 401 || status === 403) {
    const advice = "Check the key in OPENAI_API_KEY and what it may use.";
    return finalFailure("endpoint-auth", `${endpoint} refused the key: ${message}. ${advice}`, { status });
  }
  if (status === 408 || status === 409 || status === 429 || status >= 500) {
    return passingFailure(`${endpoint} answered ${message}`, {
      status,
      retryAfterMs: readRetryAfterMs(error.headers ?? new Headers(), now),
      // 409, 429 and 503 are said before any work is done; the others may come after it.
      possiblyBilled: ![409, 429, 503].includes(status),
    });
  }
  return finalFailure("endpoint-request", `${endpoint} refused the request: ${message}`, { status });
}

function quotaFailure(message: string, endpoint: string): EndpointFailure {
  return finalFailure(
    "endpoint-quota",
    `The account at ${endpoint} has no quota left: ${message}. Top it up, then resume the run.`,
  );
}

function describeConnectionError(error: APIConnectionError, { endpoint }: ErrorContext): EndpointFailure {
  if (error instanceof APIConnectionTimeoutError) {
    return passingFailure(`${endpoint} did not answer in time.`, { possiblyBilled: true });
  }
  const code = findErrorCode(error);
  return passingFailure(`${endpoint} cannot be reached: ${describeCause(error)}`, {
    possiblyBilled: code === null || !neverConnected.has(code),
  });
}

const nodeErrorSchema = z.object({ code: z.string() });

/** The system's code for what went wrong (`ECONNREFUSED`), from the innermost cause that has one. */
function findErrorCode(error: unknown): string | null {
  let found: string | null = null;
  for (let cause = error; cause instanceof Error; cause = cause.cause) {
    const parsed = nodeErrorSchema.safeParse(cause);
    if (parsed.success) found = parsed.data.code;
  }
  return found;
}

/** The innermost message that says something, with the system's code. */
function describeCause(error: unknown): string {
  let message = String(error);
  for (let cause = error; cause instanceof Error; cause = cause.cause) {
    if (cause.message !== "") message = cause.message;
  }
  const code = findErrorCode(error);
  return code === null || message.includes(code) ? message : `${message} (${code})`;
}

import type { JsonValue } from "../json.ts";
import type { ErrorCode } from "./error-code.ts";

/** What a {@link KimiError} carries besides its message. */
export interface KimiErrorOptions {
  /** Whether the same operation may succeed later without a change by the user. @default false */
  readonly retryable?: boolean;
  /** Machine-readable facts; never a secret, never file contents. */
  readonly details?: Readonly<Record<string, JsonValue>>;
  readonly cause?: unknown;
}

/**
 * The one error of this project. Its message says what was found, what was expected and what to do.
 * A command that exits non-zero, a failing test or a conflict is a result, never an error.
 */
export class KimiError extends Error {
  override readonly name = "KimiError";
  readonly code: ErrorCode;
  readonly retryable: boolean;
  readonly details: Readonly<Record<string, JsonValue>>;

  constructor(code: ErrorCode, message: string, options: KimiErrorOptions = {}) {
    super(message, options.cause === undefined ? {} : { cause: options.cause });
    this.code = code;
    this.retryable = options.retryable ?? false;
    this.details = options.details ?? {};
  }
}

/** True when `error` is a {@link KimiError}, with one of `codes` if any are given. */
export function isKimiError(error: unknown, ...codes: readonly ErrorCode[]): error is KimiError {
  return error instanceof KimiError && (codes.length === 0 || codes.includes(error.code));
}

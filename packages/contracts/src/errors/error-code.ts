/**
 * Every way in which our code gives up, by cause. The cause decides what happens next:
 * the run status it ends in, and whether trying again can help, follow from it.
 */
export const errorCodes = [
  /** Options, configuration or documents are wrong: no run starts (exit 2). */
  "usage",
  "input",
  "target",
  "target-busy",
  /** The model endpoint: what it answered, or that it did not. */
  "endpoint-auth",
  "endpoint-quota",
  "endpoint-request",
  "endpoint-unavailable",
  "endpoint-protocol",
  /** A recording does not hold the call that was asked for. */
  "recording-mismatch",
  /** The model answered, and the answer cannot be used. */
  "persona-malformed",
  "persona-refused",
  "persona-stuck",
  /** Limits the user set. */
  "budget",
  /** The user's machine. */
  "sandbox-unavailable",
  "workspace",
  "path-refused",
  "conflict",
  "disk",
  "store",
  "licence",
  "cancelled",
  /** A defect in this program: never expected. */
  "internal",
] as const;

/** @see errorCodes */
export type ErrorCode = (typeof errorCodes)[number];

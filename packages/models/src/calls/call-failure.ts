import { isKimiError, KimiError, type ModelCallFailure, type Redactor } from "@kimi/contracts";

const maxMessageLength = 600;

/** An error of a call as a {@link KimiError}; anything unforeseen becomes `internal`. */
export function toKimiError(error: unknown): KimiError {
  if (isKimiError(error)) return error;
  const found = error instanceof Error ? `${error.name}: ${error.message}` : String(error);
  return new KimiError("internal", `A model call failed in an unforeseen way: ${found}`, { cause: error });
}

/** What is recorded of a call that gave no usable answer. */
export function toCallFailure(error: KimiError, redactor: Redactor): ModelCallFailure {
  return {
    code: error.code,
    message: shorten(redactor.redact(error.message).text),
    possiblyBilled: error.details["possiblyBilled"] === true,
  };
}

/** A text of the endpoint's, cut to a length that fits a message. */
export function shorten(text: string): string {
  return text.length <= maxMessageLength ? text : `${text.slice(0, maxMessageLength)} …`;
}

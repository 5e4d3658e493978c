import { KimiError } from "@kimi/contracts";
import { cancelledError } from "./cancelled-error.ts";
import type { AgentsSdk } from "./load-agents-sdk.ts";

/** Any failure of a conversation as a {@link KimiError}; our own, thrown by model or tools, come through as they are. */
export function translateFailure(sdk: AgentsSdk, failure: unknown, signal: AbortSignal): KimiError {
  const error = failure instanceof sdk.ToolCallError ? failure.error : failure;
  if (signal.aborted) return cancelledError(signal);
  if (error instanceof KimiError) return error;
  if (error instanceof sdk.ModelRefusalError) {
    return new KimiError("persona-refused", `The model refused: ${error.refusal}`, {
      details: { refusal: error.refusal },
      cause: error,
    });
  }
  if (error instanceof sdk.ModelBehaviorError) {
    return new KimiError("persona-malformed", `The model's answer could not be used: ${error.message}`, {
      cause: error,
    });
  }
  return new KimiError("internal", `The conversation failed unexpectedly: ${String(error)}`, {
    cause: error,
  });
}

import { KimiError } from "@kimi/contracts";

/** Why an aborted attempt ends: the reason it was aborted with, if that is ours, else `cancelled`. */
export function cancelledError(signal: AbortSignal): KimiError {
  const reason: unknown = signal.reason;
  if (reason instanceof KimiError) return reason;
  return new KimiError("cancelled", "The attempt was cancelled.", { cause: reason });
}

import { isKimiError, type KimiError } from "@kimi/contracts";

/** The error a promise is rejected with. */
export async function failureOf(promise: Promise<unknown>): Promise<KimiError> {
  const error: unknown = await promise.then(
    () => null,
    (reason: unknown) => reason,
  );
  if (!isKimiError(error)) throw new Error(`Expected a KimiError, found ${String(error)}`);
  return error;
}

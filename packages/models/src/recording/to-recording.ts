import type { ModelCall, RecordedCall, Recording, RecordingHeader } from "@kimi/contracts";
import { positionKey } from "./position-key.ts";

/**
 * Stored calls as a recording: without the requests' bodies, which hold the user's files. A call that was in flight
 * when its process died has no outcome and is left out; of several outcomes at one position (a turn that was resumed)
 * the last stands.
 */
export function toRecording(
  calls: readonly ModelCall[],
  header: Omit<RecordingHeader, "format" | "version">,
): Recording {
  const byPosition = new Map<string, RecordedCall>();
  for (const { request, answer, failure } of calls) {
    if (answer === null && failure === null) continue;
    const { position, model, hash } = request;
    byPosition.set(positionKey(position), { position, request: { model, hash }, answer, failure });
  }
  return { header: { format: "kimi-recording", version: 1, ...header }, calls: [...byPosition.values()] };
}

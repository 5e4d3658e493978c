import { KimiError, type ModelCallRequest, type RecordedCall, type Recording } from "@kimi/contracts";
import type { Divergence } from "./divergence.ts";
import { describePosition } from "./position-key.ts";

/** The error for a call that is not recorded: what is recorded next to it, what differs, and since when. */
export function describeMismatch(
  asked: ModelCallRequest,
  recording: Recording,
  divergences: readonly Divergence[],
): KimiError {
  const nearest = findNearest(asked, recording.calls);
  const sentences = [
    `The recording has no answer for ${describePosition(asked.position)} (model ${asked.model}, request ${short(asked.hash)}).`,
    nearest === null
      ? "It holds no calls at all."
      : `The nearest recorded request is ${describePosition(nearest.position)}: ${compare(asked, nearest)}.`,
  ];
  const [first] = divergences;
  if (first !== undefined) {
    sentences.push(
      `Requests differ from the recorded ones since ${describePosition(first.position)} (${short(first.recordedHash)} then, ${short(first.hash)} now).`,
    );
  }
  sentences.push(
    "Record anew, or replay with the documents, options and program version of the recorded run.",
  );
  return new KimiError("recording-mismatch", sentences.join(" "), {
    details: {
      asked: asked.position,
      nearest: nearest?.position ?? null,
      divergedSince: first?.position ?? null,
    },
  });
}

/** By stage first, then attempt, then turn. */
function findNearest({ position }: ModelCallRequest, calls: readonly RecordedCall[]): RecordedCall | null {
  const distance = (call: RecordedCall) =>
    (call.position.stage === position.stage ? 0 : 1e9) +
    Math.abs(call.position.attempt - position.attempt) * 1e5 +
    Math.abs(call.position.turn - position.turn);
  return calls.toSorted((a, b) => distance(a) - distance(b))[0] ?? null;
}

function compare(asked: ModelCallRequest, { position, request }: RecordedCall): string {
  const differences = [
    ...(["stage", "attempt", "turn", "call"] as const)
      .filter((part) => position[part] !== asked.position[part])
      .map((part) => `${part} ${position[part]} instead of ${asked.position[part]}`),
    ...(request === null || request.model === asked.model
      ? []
      : [`model ${request.model} instead of ${asked.model}`]),
    request === null
      ? "its request was not recorded"
      : request.hash === asked.hash
        ? "the same request"
        : `another request (${short(request.hash)})`,
  ];
  return differences.join(", ");
}

function short(hash: string): string {
  return hash.slice(0, 12);
}

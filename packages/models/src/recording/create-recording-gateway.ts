import {
  errorCodes,
  KimiError,
  type ErrorCode,
  type ModelCallAnswer,
  type ModelCapabilities,
  type ModelGateway,
  type RecordedCall,
  type Recording,
  type Redactor,
} from "@kimi/contracts";
import { createObservedModel, type OutgoingCall } from "../calls/observed-model.ts";
import { everyCapability } from "../endpoint/endpoint-capabilities.ts";
import { resolveModelAlias } from "../endpoint/model-aliases.ts";
import { describeMismatch } from "./describe-mismatch.ts";
import type { Divergence } from "./divergence.ts";
import { positionKey } from "./position-key.ts";

/** Options of {@link createRecordingGateway}. */
export interface RecordingGatewayOptions {
  readonly redactor: Redactor;
  /** Stronger than what the recording says its endpoint offered. @default that; everything where it does not say */
  readonly capabilities?: Partial<ModelCapabilities>;
}

/** A gateway that answers from a recording. */
export interface RecordingGateway extends ModelGateway {
  /** Recorded calls that were never asked for, in order. */
  unconsumed(): readonly RecordedCall[];
  /** Requests whose text differs from the recorded one, in order; the first is where a replay left its course. */
  divergences(): readonly Divergence[];
}

/**
 * Answers each call by its position, failures included, through the same observer as a live endpoint does.
 * A request that differs from the recorded one is answered all the same: real command output is part of it.
 * Calls throw KimiError `recording-mismatch` when nothing is recorded at their position.
 */
export function createRecordingGateway(
  recording: Recording,
  { redactor, capabilities }: RecordingGatewayOptions,
): RecordingGateway {
  const calls = new Map(recording.calls.map((call) => [positionKey(call.position), call]));
  const consumed = new Set<RecordedCall>();
  const divergences: Divergence[] = [];

  function take({ recorded }: OutgoingCall): RecordedCall {
    const { position, hash } = recorded;
    const call = calls.get(positionKey(position));
    if (call === undefined) throw describeMismatch(recorded, recording, divergences);
    consumed.add(call);
    if (call.request !== null && call.request.hash !== hash) {
      divergences.push({ position, recordedHash: call.request.hash, hash });
    }
    return call;
  }

  return {
    endpoint: recording.header.origin === "handwritten" ? "answers written by hand" : "recording",
    api: "recording",
    capabilities: { ...everyCapability, ...recording.header.capabilities, ...capabilities },
    resolveModel: resolveModelAlias,
    open: (opened) =>
      createObservedModel({
        opened,
        model: resolveModelAlias(opened.model),
        redactor,
        ask: async (call) => {
          if (call.request.signal?.aborted === true) {
            throw new KimiError("cancelled", "The model call was cancelled.");
          }
          return replay(take(call));
        },
      }),
    estimateCostUsd: () => 0,
    // Nothing leaves the machine: a search that the model made is part of its recorded answers.
    uploadForSearch: () =>
      Promise.resolve({ vectorStoreId: "vs_recording", [Symbol.asyncDispose]: () => Promise.resolve() }),
    deleteUpload: () => Promise.resolve(),
    unconsumed: () => recording.calls.filter((call) => !consumed.has(call)),
    divergences: () => divergences,
    [Symbol.asyncDispose]: () => Promise.resolve(),
  };
}

function replay({ answer, failure }: RecordedCall): ModelCallAnswer {
  if (answer !== null) return answer;
  const code =
    failure === null ? "internal" : (errorCodes.find((known) => known === failure.code) ?? "internal");
  throw new KimiError(code, failure?.message ?? "The recording holds neither an answer nor a failure here.", {
    retryable: retryableCodes.has(code),
    details: { possiblyBilled: failure?.possiblyBilled ?? false },
  });
}

/** What a live endpoint reports as passing; the record holds the code alone. */
const retryableCodes: ReadonlySet<ErrorCode> = new Set(["endpoint-unavailable"]);

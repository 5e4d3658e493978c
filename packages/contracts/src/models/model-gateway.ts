import type { ModelCapabilities } from "./model-capabilities.ts";
import type { ModelCallAnswer, ModelCallFailure, ModelCallRequest } from "./model-call.ts";
import type { Model } from "./model-port.ts";
import type { TokenUsage } from "./token-usage.ts";

/** Sees every call of an attempt, in order. Each method is awaited before the next thing happens. */
export interface ModelCallObserver {
  /** Before the request leaves. Throwing (`budget`, `cancelled`) keeps it from leaving. */
  starting(request: ModelCallRequest): Promise<void>;
  /** The answer, before anybody acts on it. */
  answered(request: ModelCallRequest, answer: ModelCallAnswer): Promise<void>;
  /** The call gave no usable answer. */
  failed(request: ModelCallRequest, failure: ModelCallFailure): Promise<void>;
  /** A try failed and is made again after `delayMs`. */
  retrying(request: ModelCallRequest, reason: string, delayMs: number): Promise<void>;
  /** Text as it streams in; only for display. */
  streaming(textDelta: string): void;
}

/** Opens one model for one attempt. */
export interface OpenModelRequest {
  readonly stage: string;
  readonly attempt: number;
  /** As configured; aliases are resolved by the gateway. */
  readonly model: string;
  readonly observer: ModelCallObserver;
  /** Turns of the attempt that were answered before, when it is taken up again. @default 0 */
  readonly answeredTurns?: number;
}

/** A text file to be searched by the provider's file search; already redacted. */
export interface SearchableFile {
  readonly path: string;
  readonly text: string;
}

/** The way to one endpoint or recording: retries, redaction, usage and cost are done here, once. */
export interface ModelGateway extends AsyncDisposable {
  /** For people and the record: a base URL without credentials, `recording`, or `answers written by hand`. */
  readonly endpoint: string;
  readonly api: "responses" | "chat-completions" | "recording";
  readonly capabilities: ModelCapabilities;
  /** The name that is sent for a configured name. */
  resolveModel(name: string): string;
  open(request: OpenModelRequest): Model;
  /** What so many tokens of a configured model cost; `null` without a known price. A recording costs nothing. */
  estimateCostUsd(model: string, usage: TokenUsage): number | null;
  /** Puts files where the provider's file search finds them. @throws KimiError when the endpoint has no file search. */
  uploadForSearch(files: readonly SearchableFile[], signal: AbortSignal): Promise<UploadedFiles>;
  /** Deletes an upload of an earlier run by its id; deleting what is gone already succeeds. */
  deleteUpload(vectorStoreId: string): Promise<void>;
}

/** Files at the provider; they expire there by themselves, and disposing deletes them now. */
export interface UploadedFiles extends AsyncDisposable {
  readonly vectorStoreId: string;
}

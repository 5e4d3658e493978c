import { setTimeout as wait } from "node:timers/promises";
import type { Clock, ModelCapabilities, ModelGateway, ModelPrices, Redactor } from "@kimi/contracts";
import { createObservedModel } from "./calls/observed-model.ts";
import { capabilitiesOf } from "./endpoint/endpoint-capabilities.ts";
import { fitRequest } from "./endpoint/fit-request.ts";
import { resolveModelAlias } from "./endpoint/model-aliases.ts";
import { costOf, knownPrices } from "./endpoint/model-prices.ts";
import { resolveEndpoint } from "./endpoint/resolve-endpoint.ts";
import type { Sleep } from "./transport/retry-call.ts";

/** Bounds on time and repetition. */
export interface ModelGatewayLimits {
  /** Tries after the first. @default 5 */
  readonly maxRetries?: number;
  /** The longest single wait before a further try; an endpoint that asks for more ends the call. @default 300000 */
  readonly maxRetryWaitMs?: number;
  /** The longest wait for the head of a response. @default 600000 */
  readonly responseTimeoutMs?: number;
  /** The longest silence within a response. @default 300000 */
  readonly idleTimeoutMs?: number;
}

/** What {@link createModelGateway} needs to know. */
export interface ModelGatewayOptions {
  /** `null`: none is sent; OpenAI itself refuses that. */
  readonly apiKey: string | null;
  /** `null`: OpenAI's. */
  readonly baseUrl: string | null;
  /** @default "responses" for OpenAI, "chat-completions" for any other base URL */
  readonly api?: "responses" | "chat-completions";
  /**
   * Whether to ask for answers as streams; one that comes whole all the same is read too. Off, an answer shows nothing
   * before its end, and one that takes longer than five minutes is lost to Node's own limit. @default true
   */
  readonly stream?: boolean;
  /** What is known better about the endpoint than can be told from its address. */
  readonly capabilities?: Partial<ModelCapabilities>;
  /** Added to the known prices, and stronger. */
  readonly prices?: ModelPrices;
  readonly limits?: ModelGatewayLimits;
  readonly redactor: Redactor;
  readonly clock: Clock;
  /** The way out, for everything. @default the global one */
  readonly fetch?: typeof fetch;
  /** How retries wait. @default a timer */
  readonly sleep?: Sleep;
}

/**
 * The gateway to one live endpoint.
 *
 * A call goes through here: number, redact, hash and announce it (`createObservedModel`); send it, watch it, try again
 * (`createAskEndpoint`) over one `openai` client (`createLiveEndpoint`); redact, price and report the answer.
 * @throws KimiError `usage` for a configuration no request could succeed with.
 */
export function createModelGateway(options: ModelGatewayOptions): ModelGateway {
  const { redactor, clock, stream = true, fetch = globalThis.fetch, sleep = waitFor } = options;
  const { maxRetries = 5, maxRetryWaitMs = 300_000 } = options.limits ?? {};
  const { responseTimeoutMs = 600_000, idleTimeoutMs = 300_000 } = options.limits ?? {};

  const endpoint = resolveEndpoint(options);
  const capabilities = { ...capabilitiesOf(endpoint), ...options.capabilities };
  const prices = { ...knownPrices, ...options.prices };
  const live = once(async () => {
    // Loading the client costs 100 ms, which commands that ask no model need not pay.
    const { createLiveEndpoint } = await import("./transport/create-live-endpoint.ts");
    return createLiveEndpoint({
      endpoint,
      capabilities,
      stream,
      retries: { maxRetries, maxRetryWaitMs },
      responseTimeoutMs,
      idleTimeoutMs,
      prices,
      redactor,
      clock,
      fetch,
      sleep,
    });
  });

  return {
    endpoint: endpoint.baseUrl,
    api: endpoint.api,
    capabilities,
    resolveModel: resolveModelAlias,
    open: (opened) =>
      createObservedModel({
        opened,
        model: resolveModelAlias(opened.model),
        redactor,
        ask: async (call) => (await live()).ask(call),
        fit: (request) => fitRequest(request, capabilities),
      }),
    estimateCostUsd: (model, usage) => costOf(resolveModelAlias(model), usage, prices),
    uploadForSearch: async (files, signal) => (await live()).uploads.upload(files, signal),
    deleteUpload: async (vectorStoreId) => (await live()).uploads.remove(vectorStoreId),
    [Symbol.asyncDispose]: () => Promise.resolve(),
  };
}

const waitFor: Sleep = async (ms, signal) => {
  await wait(ms, undefined, signal === undefined ? {} : { signal });
};

function once<T>(make: () => Promise<T>): () => Promise<T> {
  let made: Promise<T> | null = null;
  return () => (made ??= make());
}

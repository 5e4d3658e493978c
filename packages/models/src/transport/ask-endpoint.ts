import type { Clock, Model, ModelPrices, ModelRequest, Redactor } from "@kimi/contracts";
import type OpenAI from "openai";
import type { AskModel, OutgoingCall } from "../calls/observed-model.ts";
import { loadAgentsSdk } from "../endpoint/load-agents-sdk.ts";
import { costOf } from "../endpoint/model-prices.ts";
import type { Endpoint } from "../endpoint/resolve-endpoint.ts";
import { describeError } from "./describe-error.ts";
import { createDisplayDeltas } from "./display-deltas.ts";
import { brokenOff, EndpointFailureError, unsendable } from "./endpoint-failure.ts";
import { openTransmission } from "./open-transmission.ts";
import { readStreamedAnswer, toRawAnswer, type RawAnswer, type StreamListener } from "./read-answer.ts";
import { retryCall, type RetryLimits, type Sleep } from "./retry-call.ts";
import { createWireOutcome } from "./wire-outcome.ts";

/** What asking a live endpoint takes. */
export interface AskEndpointOptions {
  readonly client: OpenAI;
  readonly endpoint: Endpoint;
  readonly fetch: typeof fetch;
  readonly stream: boolean;
  readonly retries: RetryLimits;
  readonly idleTimeoutMs: number;
  readonly prices: ModelPrices;
  readonly redactor: Redactor;
  readonly clock: Clock;
  readonly sleep: Sleep;
  /** Makes a text of the endpoint's fit to be shown. */
  readonly present: (message: string) => string;
}

/** Asks the endpoint, as often as it takes within the limits. */
export function createAskEndpoint(options: AskEndpointOptions): AskModel {
  const { endpoint, clock } = options;
  return async (call) => {
    const { model } = call.recorded;
    const answer = await retryCall({
      ...options.retries,
      recorded: call.recorded,
      observer: call.observer,
      signal: call.request.signal,
      sleep: options.sleep,
      attempt: () => tryOnce(call, options),
      describe: (error) => describeError(error, { endpoint: endpoint.baseUrl, now: clock.now() }),
      present: options.present,
    });
    return { ...answer, costUsd: costOf(model, answer.usage, options.prices) };
  };
}

/** One request and its answer, read to the end. The endpoint's own account of that end outranks the SDK's. */
async function tryOnce(call: OutgoingCall, options: AskEndpointOptions): Promise<RawAnswer> {
  const { client, endpoint, stream, clock } = options;
  using transmission = openTransmission({
    fetch: options.fetch,
    endpoint: endpoint.baseUrl,
    stream,
    idleTimeoutMs: options.idleTimeoutMs,
    signal: call.request.signal,
  });
  const outcome = createWireOutcome(endpoint.api);
  const model = await createSdkModel(
    client.withOptions({ fetch: transmission.fetch }),
    endpoint.api,
    call.recorded.model,
  );
  const display = createDisplayDeltas(options.redactor, (text) => call.observer.streaming(text));
  const exchanged = await exchange(
    model,
    { ...call.request, tracing: false, signal: transmission.signal },
    { onDelta: (text) => display.push(text), onRawEvent: (event) => outcome.note(event) },
    { api: endpoint.api, stream },
  );
  display.flush();

  if (transmission.failure !== null) throw transmission.failure;
  if (transmission.body !== null) outcome.note(transmission.body);
  const context = { endpoint: endpoint.baseUrl, now: clock.now() };
  const failure = outcome.judge(context);
  if (failure !== null) throw new EndpointFailureError(failure);
  if (exchanged.error !== null) {
    throw transmission.sent
      ? exchanged.error
      : new EndpointFailureError(unsendable(exchanged.error, context));
  }
  if (exchanged.answer === null || !outcome.ended)
    throw new EndpointFailureError(brokenOff(endpoint.baseUrl));
  return exchanged.answer;
}

interface Exchanged {
  /** `null` when there was an error, and when a stream ended without one. */
  readonly answer: RawAnswer | null;
  readonly error: Error | null;
}

async function exchange(
  model: Model,
  request: ModelRequest,
  listener: StreamListener,
  { api, stream }: Pick<Endpoint, "api"> & Pick<AskEndpointOptions, "stream">,
): Promise<Exchanged> {
  try {
    if (stream) {
      const answer = await readStreamedAnswer(model.getStreamedResponse(request), api, listener);
      return { answer, error: null };
    }
    // Without a trace, be it a disabled one, the SDK's own models refuse to answer whole.
    const { getOrCreateTrace } = await loadAgentsSdk();
    const response = await getOrCreateTrace(() => model.getResponse(request));
    return { answer: toRawAnswer(response, api), error: null };
  } catch (error) {
    return { answer: null, error: error instanceof Error ? error : new Error(String(error)) };
  }
}

async function createSdkModel(client: OpenAI, api: Endpoint["api"], name: string): Promise<Model> {
  const { OpenAIChatCompletionsModel, OpenAIResponsesModel } = await loadAgentsSdk();
  return api === "responses"
    ? new OpenAIResponsesModel(client, name)
    : new OpenAIChatCompletionsModel(client, name);
}

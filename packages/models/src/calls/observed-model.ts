import type {
  Model,
  ModelCallAnswer,
  ModelCallObserver,
  ModelCallRequest,
  ModelRequest,
  ModelResponse,
  ModelStreamEvent,
  OpenModelRequest,
  Redactor,
} from "@kimi/contracts";
import { loadAgentsSdk } from "../endpoint/load-agents-sdk.ts";
import { createDeepRedactor } from "../redaction/redact-deeply.ts";
import { toCallFailure, toKimiError } from "./call-failure.ts";
import { hashJson, toJsonValue } from "./canonical-json.ts";
import { toSdkUsage } from "./model-usage.ts";
import { parseOutputItems, type OutputItem } from "./output-items.ts";
import { redactRequest } from "./redact-request.ts";
import { toRequestBody } from "./request-body.ts";
import { streamEventsOf } from "./stream-events.ts";

/** A call on its way: what is recorded of it, and what is sent. */
export interface OutgoingCall {
  readonly recorded: ModelCallRequest;
  /** Already redacted. */
  readonly request: ModelRequest;
  readonly observer: ModelCallObserver;
}

/** Gets the answer to one call, by whatever means; the answer need not be redacted. @throws KimiError */
export type AskModel = (call: OutgoingCall) => Promise<ModelCallAnswer>;

/** What an observed model is made of. */
export interface ObservedModelOptions {
  readonly opened: OpenModelRequest;
  /** The resolved name. */
  readonly model: string;
  readonly redactor: Redactor;
  readonly ask: AskModel;
  /** Takes out of a request what the endpoint does not understand. @default nothing */
  readonly fit?: (request: ModelRequest) => ModelRequest;
}

/**
 * A model whose every call is numbered, redacted, hashed, announced, asked, redacted again and reported, in that order:
 * what is sent, executed and recorded is the same text. Calls of one model must not overlap.
 */
export function createObservedModel({
  opened,
  model,
  redactor,
  ask,
  fit = (request) => request,
}: ObservedModelOptions): Model {
  const { observer, stage, attempt } = opened;
  const secrets = createDeepRedactor(redactor);
  let turn = opened.answeredTurns ?? 0;

  function prepare(incoming: ModelRequest): OutgoingCall {
    turn += 1;
    const request = redactRequest(fit(incoming), secrets);
    const body = toRequestBody(request);
    const position = { stage, attempt, turn, call: 1 };
    return { recorded: { position, model, hash: hashJson(body), body }, request, observer };
  }

  async function askAndReport(call: OutgoingCall): Promise<CompletedCall> {
    try {
      const answer = await ask(call);
      const items = answer.output.map((item) => toJsonValue(secrets.redact(item)));
      const output = await parseOutputItems(items, `the answer of ${model}`);
      return { answer: { ...answer, output: items }, output };
    } catch (error) {
      const known = toKimiError(error);
      await observer.failed(call.recorded, toCallFailure(known, redactor));
      throw known;
    }
  }

  async function complete(incoming: ModelRequest): Promise<CompletedCall> {
    const call = prepare(incoming);
    await observer.starting(call.recorded);
    const completed = await askAndReport(call);
    await observer.answered(call.recorded, completed.answer);
    return completed;
  }

  return {
    async getResponse(incoming: ModelRequest): Promise<ModelResponse> {
      const { answer, output } = await complete(incoming);
      const { Usage } = await loadAgentsSdk();
      return {
        usage: new Usage(toSdkUsage(answer.usage)),
        output,
        ...(answer.responseId === null ? {} : { responseId: answer.responseId }),
      };
    },
    async *getStreamedResponse(incoming: ModelRequest): AsyncIterable<ModelStreamEvent> {
      const { answer, output } = await complete(incoming);
      yield* streamEventsOf(answer, output);
    },
  };
}

interface CompletedCall {
  readonly answer: ModelCallAnswer;
  readonly output: OutputItem[];
}

import type { AgentOutputItem, TokenUsage } from "@kimi/contracts";
import type { Response } from "openai/resources/responses/responses";
import {
  toTerminalChunks,
  toWireChunks,
  toWireCompletion,
  type CompletionFacts,
} from "./chat-completions-wire.ts";
import { toTerminalEvent, toWireEvents, toWireResponse, type ResponseFacts } from "./responses-wire.ts";

/** How a request wants its answer. */
export interface AnswerForm {
  readonly api: "responses" | "chat-completions";
  readonly stream: boolean;
  readonly model: string;
  /** Of the answer; unique within a server. */
  readonly id: string;
}

/** What an answer says. */
export interface AnswerContent {
  readonly output: readonly AgentOutputItem[];
  readonly usage?: TokenUsage;
  readonly reason?: "max_output_tokens" | "content_filter";
  readonly error?: { readonly code: string; readonly message: string };
}

/** One event of a stream. `type` names it where the API names its events. */
export interface WireEvent {
  readonly [field: string]: unknown;
  readonly type?: string;
}

/** An answer as it goes over the wire, whole and in events. */
export interface WireAnswer {
  readonly id: string;
  readonly body: object;
  readonly beginning: readonly WireEvent[];
  readonly end: readonly WireEvent[];
  /** Whether `[DONE]` ends the stream. */
  readonly sentinel: boolean;
}

/** The answer in the API's own words. */
export function describeAnswer(form: AnswerForm, content: AnswerContent): WireAnswer {
  return form.api === "responses" ? asResponse(form, content) : asCompletion(form, content);
}

function asResponse({ id, model }: AnswerForm, content: AnswerContent): WireAnswer {
  const { output, usage = null, reason, error } = content;
  const facts: ResponseFacts = {
    id: `resp_${id}`,
    model,
    output,
    usage,
    status: error !== undefined ? "failed" : reason === undefined ? "completed" : "incomplete",
    ...(reason === undefined ? {} : { reason }),
    ...(error === undefined
      ? {}
      : { error: { code: toResponseErrorCode(error.code), message: error.message } }),
  };
  const body = toWireResponse(facts);
  const events = [...toWireEvents(body), toTerminalEvent(body)].map((event, index) => ({
    ...event,
    sequence_number: index,
  }));
  return { id, body, beginning: events.slice(0, -1), end: events.slice(-1), sentinel: false };
}

type ErrorCode = NonNullable<Response["error"]>["code"];

function toResponseErrorCode(code: string): ErrorCode {
  const known: readonly ErrorCode[] = ["server_error", "rate_limit_exceeded", "invalid_prompt"];
  return known.find((candidate) => candidate === code) ?? "server_error";
}

function asCompletion({ id, model }: AnswerForm, content: AnswerContent): WireAnswer {
  const { output, usage = null, reason, error } = content;
  if (error !== undefined) {
    const body = { error: { code: error.code, message: error.message } };
    return { id, body, beginning: [], end: [body], sentinel: false };
  }
  const finishReason = reason === undefined ? "stop" : reason === "content_filter" ? reason : "length";
  const facts: CompletionFacts = { id: `chatcmpl-${id}`, model, output, usage, finishReason };
  return {
    id,
    body: toWireCompletion(facts),
    beginning: [...toWireChunks(facts)].map((chunk) => ({ ...chunk })),
    end: [...toTerminalChunks(facts)].map((chunk) => ({ ...chunk })),
    sentinel: true,
  };
}

import type { AgentOutputItem, TokenUsage } from "@kimi/contracts";
import type { Response, ResponseOutputItem, ResponseStreamEvent } from "openai/resources/responses/responses";
import { partsOf } from "./message-parts.ts";

/** What of a response can be told apart. */
export interface ResponseFacts {
  readonly id: string;
  readonly model: string;
  readonly output: readonly AgentOutputItem[];
  readonly usage: TokenUsage | null;
  readonly status: "completed" | "failed" | "incomplete" | "in_progress";
  readonly error?: Response["error"];
  readonly reason?: "max_output_tokens" | "content_filter";
}

/** A response as the Responses API sends it. */
export function toWireResponse(facts: ResponseFacts): Response {
  return {
    access_programs: null,
    id: facts.id,
    object: "response",
    created_at: 1_764_000_000,
    status: facts.status,
    error: facts.error ?? null,
    incomplete_details: facts.reason === undefined ? null : { reason: facts.reason },
    instructions: null,
    metadata: null,
    model: facts.model,
    output: facts.output.map((item, index) => toWireItem(item, `${facts.id}_${index}`)),
    output_text: facts.output.flatMap((item) => partsOf(item).map((part) => part.text)).join(""),
    parallel_tool_calls: true,
    temperature: null,
    tool_choice: "auto",
    tools: [],
    top_p: null,
    ...(facts.usage === null ? {} : { usage: toWireUsage(facts.usage) }),
  };
}

/** The events of a response, up to but without its terminal one. */
export function* toWireEvents(response: Response): Generator<Unnumbered> {
  const started: Response = { ...response, status: "in_progress", output: [], output_text: "" };
  delete started.usage;
  yield { type: "response.created", response: started };
  yield { type: "response.in_progress", response: started };
  for (const [output_index, item] of response.output.entries()) {
    yield { type: "response.output_item.added", output_index, item: beginningOf(item) };
    if (item.type === "message") yield* messageEvents(item, output_index);
    if (item.type === "function_call") {
      const place = { item_id: item.id ?? "", output_index };
      yield { type: "response.function_call_arguments.delta", ...place, delta: item.arguments };
      yield { type: "response.function_call_arguments.done", ...place, arguments: item.arguments };
    }
    yield { type: "response.output_item.done", output_index, item };
  }
}

/** The event that ends a response, by its status. */
export function toTerminalEvent(response: Response): Unnumbered {
  if (response.status === "failed") return { type: "response.failed", response };
  if (response.status === "incomplete") return { type: "response.incomplete", response };
  return { type: "response.completed", response };
}

/** An event before it has its place in the stream. */
export type Unnumbered = ResponseStreamEvent extends infer Event
  ? Event extends { sequence_number: number }
    ? Omit<Event, "sequence_number">
    : never
  : never;

type Message = Extract<ResponseOutputItem, { type: "message" }>;

function* messageEvents(item: Message, output_index: number): Generator<Unnumbered> {
  for (const [content_index, part] of item.content.entries()) {
    const place = { item_id: item.id, output_index, content_index };
    if (part.type === "refusal") {
      yield { type: "response.content_part.added", ...place, part: { ...part, refusal: "" } };
      yield { type: "response.refusal.delta", ...place, delta: part.refusal };
      yield { type: "response.refusal.done", ...place, refusal: part.refusal };
    } else {
      yield { type: "response.content_part.added", ...place, part: { ...part, text: "" } };
      for (const delta of part.text.match(/[\s\S]{1,40}/g) ?? []) {
        yield { type: "response.output_text.delta", ...place, delta, logprobs: [] };
      }
      yield { type: "response.output_text.done", ...place, text: part.text, logprobs: [] };
    }
    yield { type: "response.content_part.done", ...place, part };
  }
}

function beginningOf(item: ResponseOutputItem): ResponseOutputItem {
  if (item.type === "message") return { ...item, status: "in_progress", content: [] };
  return item.type === "function_call" ? { ...item, status: "in_progress", arguments: "" } : item;
}

function toWireItem(item: AgentOutputItem, id: string): ResponseOutputItem {
  if (item.type === "function_call") {
    return {
      type: "function_call",
      id: item.id ?? `fc_${id}`,
      call_id: item.callId,
      name: item.name,
      arguments: item.arguments,
      status: "completed",
    };
  }
  if (item.type === "reasoning") {
    const summary = item.content.map(({ text }) => ({ type: "summary_text" as const, text }));
    return { type: "reasoning", id: item.id ?? `rs_${id}`, summary };
  }
  if (item.type === "hosted_tool_call" && item.name === "web_search_call") {
    return {
      type: "web_search_call",
      id: item.id ?? `ws_${id}`,
      status: "completed",
      action: { type: "search", query: item.arguments ?? "", queries: [item.arguments ?? ""], sources: [] },
    };
  }
  return {
    type: "message",
    id: item.id ?? `msg_${id}`,
    role: "assistant",
    status: "completed",
    content: partsOf(item).map((part) =>
      part.kind === "refusal"
        ? { type: "refusal", refusal: part.text }
        : { type: "output_text", text: part.text, annotations: part.citations, logprobs: [] },
    ),
  };
}

function toWireUsage(usage: TokenUsage): NonNullable<Response["usage"]> {
  return {
    input_tokens: usage.inputTokens,
    input_tokens_details: { cached_tokens: usage.cachedInputTokens, cache_write_tokens: 0 },
    output_tokens: usage.outputTokens,
    output_tokens_details: { reasoning_tokens: usage.reasoningTokens },
    total_tokens: usage.inputTokens + usage.outputTokens,
  };
}

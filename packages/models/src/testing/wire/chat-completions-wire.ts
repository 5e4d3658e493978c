import type { AgentOutputItem, TokenUsage } from "@kimi/contracts";
import type { ChatCompletion, ChatCompletionChunk } from "openai/resources/chat/completions";
import { partsOf } from "./message-parts.ts";

/** What of a completion can be told apart. */
export interface CompletionFacts {
  readonly id: string;
  readonly model: string;
  readonly output: readonly AgentOutputItem[];
  readonly usage: TokenUsage | null;
  readonly finishReason: "stop" | "length" | "content_filter";
}

type FinishReason = ChatCompletion.Choice["finish_reason"];

/** A completion as the Chat Completions API sends it. */
export function toWireCompletion(facts: CompletionFacts): ChatCompletion {
  const { text, refusal, calls } = contentsOf(facts.output);
  return {
    id: facts.id,
    object: "chat.completion",
    created: 1_764_000_000,
    model: facts.model,
    choices: [
      {
        index: 0,
        finish_reason: finishReasonOf(facts, calls.length),
        logprobs: null,
        message: {
          role: "assistant",
          content: text,
          refusal,
          ...(calls.length === 0 ? {} : { tool_calls: calls }),
        },
      },
    ],
    ...(facts.usage === null ? {} : { usage: toWireUsage(facts.usage) }),
  };
}

/** The chunks of a completion, up to but without those that end it. */
export function* toWireChunks(facts: CompletionFacts): Generator<ChatCompletionChunk> {
  const { text, refusal, calls } = contentsOf(facts.output);
  yield chunk(facts, { role: "assistant", content: "" });
  for (const content of text?.match(/[\s\S]{1,40}/g) ?? []) yield chunk(facts, { content });
  if (refusal !== null) yield chunk(facts, { refusal });
  for (const [index, { id, function: called }] of calls.entries()) {
    yield chunk(facts, {
      tool_calls: [{ index, id, type: "function", function: { name: called.name, arguments: "" } }],
    });
    yield chunk(facts, { tool_calls: [{ index, function: { arguments: called.arguments } }] });
  }
}

/** The chunks that end a completion: why it ended, and what it took. */
export function* toTerminalChunks(facts: CompletionFacts): Generator<ChatCompletionChunk> {
  yield chunk(facts, {}, finishReasonOf(facts, contentsOf(facts.output).calls.length));
  if (facts.usage !== null) yield { ...chunk(facts, {}), choices: [], usage: toWireUsage(facts.usage) };
}

function chunk(
  { id, model }: CompletionFacts,
  delta: ChatCompletionChunk.Choice.Delta,
  finish_reason: FinishReason | null = null,
): ChatCompletionChunk {
  const choices = [{ index: 0, delta, finish_reason, logprobs: null }];
  return { id, object: "chat.completion.chunk", created: 1_764_000_000, model, choices };
}

function finishReasonOf({ finishReason }: CompletionFacts, calls: number): FinishReason {
  return finishReason === "stop" && calls > 0 ? "tool_calls" : finishReason;
}

function contentsOf(output: readonly AgentOutputItem[]) {
  const parts = output.flatMap((item) => partsOf(item));
  const texts = parts.filter((part) => part.kind === "text").map((part) => part.text);
  const refusals = parts.filter((part) => part.kind === "refusal").map((part) => part.text);
  const calls = output.flatMap((item) =>
    item.type === "function_call"
      ? [
          {
            id: item.callId,
            type: "function" as const,
            function: { name: item.name, arguments: item.arguments },
          },
        ]
      : [],
  );
  return {
    text: texts.length === 0 ? null : texts.join(""),
    refusal: refusals.length === 0 ? null : refusals.join(""),
    calls,
  };
}

function toWireUsage(usage: TokenUsage): NonNullable<ChatCompletion["usage"]> {
  return {
    prompt_tokens: usage.inputTokens,
    completion_tokens: usage.outputTokens,
    total_tokens: usage.inputTokens + usage.outputTokens,
    prompt_tokens_details: { cached_tokens: usage.cachedInputTokens },
    completion_tokens_details: { reasoning_tokens: usage.reasoningTokens },
  };
}

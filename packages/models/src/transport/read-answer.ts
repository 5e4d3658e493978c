import type { JsonValue, ModelResponse, ModelStreamEvent, TokenUsage } from "@kimi/contracts";
import { toJsonValue } from "../calls/canonical-json.ts";
import { readUsage } from "../calls/model-usage.ts";
import type { Endpoint } from "../endpoint/resolve-endpoint.ts";
import { stripThinking } from "./strip-thinking.ts";

/** An answer as the endpoint gave it. */
export interface RawAnswer {
  readonly responseId: string | null;
  /** Output items of the Agents SDK's protocol. */
  readonly output: JsonValue[];
  readonly usage: TokenUsage;
}

/** Told while a stream is read. */
export interface StreamListener {
  readonly onDelta: (text: string) => void;
  /** An event as the endpoint sent it. */
  readonly onRawEvent: (event: unknown) => void;
}

/** Reads a stream to its end. `null` when it ended without an answer. */
export async function readStreamedAnswer(
  events: AsyncIterable<ModelStreamEvent>,
  api: Endpoint["api"],
  { onDelta, onRawEvent }: StreamListener,
): Promise<RawAnswer | null> {
  let answer: RawAnswer | null = null;
  for await (const event of events) {
    if (event.type === "output_text_delta") onDelta(event.delta);
    else if (event.type === "model") onRawEvent(event.event);
    else if (event.type === "response_done") {
      const { id, output, usage } = event.response;
      answer = toRawAnswer({ responseId: id, output, usage }, api);
    }
  }
  return answer;
}

/** The parts of a response that matter, without the reasoning that local models put into their text. */
export function toRawAnswer(
  response: {
    readonly responseId?: string | undefined;
    readonly output: readonly OutputItem[];
    readonly usage: object;
  },
  api: Endpoint["api"],
): RawAnswer {
  const output = api === "responses" ? response.output : response.output.map((item) => withoutThinking(item));
  return {
    responseId: response.responseId ?? null,
    output: output.map((item) => toJsonValue(item)),
    usage: readUsage(response.usage),
  };
}

type OutputItem = ModelResponse["output"][number];

function withoutThinking(item: OutputItem): OutputItem {
  if (item.type !== "message" || item.role !== "assistant") return item;
  const content = item.content.map((part) =>
    part.type === "output_text" ? { ...part, text: stripThinking(part.text) } : part,
  );
  return { ...item, content };
}

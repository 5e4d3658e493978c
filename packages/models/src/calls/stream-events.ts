import type { ModelCallAnswer, ModelStreamEvent } from "@kimi/contracts";
import { toSdkUsage } from "./model-usage.ts";
import type { OutputItem } from "./output-items.ts";

/**
 * A finished answer as the stream it could have been. Streams are only read to their end here, because an answer is
 * recorded before anybody acts on it; what is shown meanwhile goes to the observer.
 */
export function* streamEventsOf(answer: ModelCallAnswer, output: OutputItem[]): Generator<ModelStreamEvent> {
  yield { type: "response_started" };
  for (const item of output) {
    if (item.type !== "message") continue;
    for (const part of item.content) {
      if (part.type === "output_text") yield { type: "output_text_delta", delta: part.text };
    }
  }
  yield {
    type: "response_done",
    response: { id: answer.responseId ?? "", output, usage: toSdkUsage(answer.usage) },
  };
}

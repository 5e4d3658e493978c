import { KimiError, type JsonValue } from "@kimi/contracts";
import type { protocol } from "@openai/agents";
import { loadAgentsSdk } from "../endpoint/load-agents-sdk.ts";

/** One item of a model's answer, in the Agents SDK's protocol. */
export type OutputItem = protocol.OutputModelItem;

/**
 * Output items of the Agents SDK's protocol, checked, with everything they carried.
 * @param source Where the items come from, for the message.
 * @throws KimiError `input` for anything that is no output item.
 */
export async function parseOutputItems(items: readonly JsonValue[], source: string): Promise<OutputItem[]> {
  const { protocol } = await loadAgentsSdk();
  return items.map((item, index) => {
    // Reading back as protocol items would drop fields the SDK keeps for the next request: check, and keep the original.
    if (isOutputItem(item)) return item;
    const issues = protocol.OutputModelItem.safeParse(item).error?.issues ?? [];
    const found = issues.map((issue) => `${issue.path.join(".") || "item"}: ${issue.message}`).join("; ");
    throw new KimiError(
      "input",
      `Output item ${index + 1} of ${source} is not one of the Agents SDK's protocol (${found}). ` +
        "Expected, for example, an assistant message with output_text, or a function_call with callId, name and arguments.",
    );
  });

  function isOutputItem(item: unknown): item is OutputItem {
    return protocol.OutputModelItem.safeParse(item).success;
  }
}

import type { AgentOutputItem } from "@kimi/contracts";

/** An assistant message. */
export function say(text: string): AgentOutputItem {
  return {
    type: "message",
    role: "assistant",
    status: "completed",
    content: [{ type: "output_text", text }],
  };
}

/** A final output, as the JSON text that an output schema asks for. */
export function submit(output: unknown): AgentOutputItem {
  return say(JSON.stringify(output));
}

/** A refusal. */
export function refuse(refusal: string): AgentOutputItem {
  return { type: "message", role: "assistant", status: "completed", content: [{ type: "refusal", refusal }] };
}

/**
 * A call of a function tool.
 * @param args An object, or the text itself where it shall not be JSON.
 * @param callId Unique within the conversation. @default the position of the call within its script
 */
export function callTool(name: string, args: object | string, callId = ""): AgentOutputItem {
  const text = typeof args === "string" ? args : JSON.stringify(args);
  return { type: "function_call", status: "completed", callId, name, arguments: text };
}

/** Gives each tool call without an id one that starts with `prefix`. */
export function withCallIds(items: readonly AgentOutputItem[], prefix: string): AgentOutputItem[] {
  return items.map((item, index) =>
    item.type === "function_call" && item.callId === ""
      ? { ...item, callId: `${prefix}_${index + 1}` }
      : item,
  );
}

import type { JsonValue, ModelRequest } from "@kimi/contracts";
import { toJsonValue } from "./canonical-json.ts";

/** What of a request is recorded and hashed: all that reaches the model, nothing of how it is transported. */
export function toRequestBody(request: ModelRequest): JsonValue {
  return toJsonValue({
    systemInstructions: request.systemInstructions,
    input: request.input,
    tools: request.tools,
    toolsExplicitlyProvided: request.toolsExplicitlyProvided,
    handoffs: request.handoffs,
    outputType: request.outputType,
    modelSettings: request.modelSettings,
    previousResponseId: request.previousResponseId,
    conversationId: request.conversationId,
    prompt: request.prompt,
  });
}

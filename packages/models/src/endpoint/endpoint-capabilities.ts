import type { ModelCapabilities } from "@kimi/contracts";
import type { Endpoint } from "./resolve-endpoint.ts";

/** What OpenAI's Responses API can do. */
export const everyCapability: ModelCapabilities = {
  codeInterpreter: true,
  webSearch: true,
  fileSearch: true,
  outputSchemaWithTools: true,
  reasoningEffort: true,
};

/**
 * What an endpoint is taken to offer. Whoever asks for the Responses API at another address says that it is one,
 * hosted tools included. Chat Completions has no hosted tools anywhere, and servers that merely look like OpenAI's
 * ignore tools beside an output schema (Ollama) or reject `reasoning_effort`.
 */
export function capabilitiesOf({ api, official }: Pick<Endpoint, "api" | "official">): ModelCapabilities {
  if (api === "responses") return everyCapability;
  return {
    codeInterpreter: false,
    webSearch: false,
    fileSearch: false,
    outputSchemaWithTools: official,
    reasoningEffort: official,
  };
}

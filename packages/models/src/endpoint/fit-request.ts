import type { ModelCapabilities, ModelRequest } from "@kimi/contracts";

/** The request without settings that the endpoint would reject: `reasoning_effort`, where it is not understood. */
export function fitRequest(request: ModelRequest, capabilities: ModelCapabilities): ModelRequest {
  if (capabilities.reasoningEffort || request.modelSettings.reasoning === undefined) return request;
  const { reasoning: _reasoning, ...modelSettings } = request.modelSettings;
  return { ...request, modelSettings };
}

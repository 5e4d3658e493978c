import type { HostedTools } from "@kimi/contracts";
import type { HostedTool } from "@openai/agents";
import type { AgentsSdk } from "./load-agents-sdk.ts";

/** The tools that run at the provider, in the SDK's terms. */
export function hostedTools(sdk: AgentsSdk, offered: HostedTools): readonly HostedTool[] {
  return [
    ...(offered.codeInterpreter ? [sdk.codeInterpreterTool({ container: { type: "auto" } })] : []),
    ...(offered.webSearch ? [sdk.webSearchTool()] : []),
    ...(offered.fileSearch === null ? [] : [sdk.fileSearchTool(offered.fileSearch.vectorStoreId)]),
  ];
}

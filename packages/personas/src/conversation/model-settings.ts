import type { AgentConfig, HostedTools, PersonaContext } from "@kimi/contracts";
import type { ModelSettings } from "@openai/agents";

/** The settings of every request of an attempt, said in full: what is left out, the SDK fills in by model name. */
export function modelSettings(
  config: AgentConfig,
  context: Pick<PersonaContext, "capabilities" | "reasoningEffort" | "hostedTools">,
): ModelSettings {
  const { capabilities } = context;
  const include = includes(config.hostedTools ? context.hostedTools : null, capabilities);
  return {
    store: false,
    ...(capabilities.reasoningEffort && {
      reasoning: { effort: config.reasoningEffort ?? context.reasoningEffort },
    }),
    ...(config.tools.length > 0 && { parallelToolCalls: true }),
    ...(include.length > 0 && { providerData: { include } }),
  };
}

/** Complete, because a list given here replaces what the tools would ask for. */
function includes(
  hosted: HostedTools | null,
  capabilities: PersonaContext["capabilities"],
): readonly string[] {
  // Only the Responses API has hosted tools, and Chat Completions refuses to be asked for inclusions.
  const isResponses = capabilities.codeInterpreter || capabilities.webSearch || capabilities.fileSearch;
  return [
    ...(hosted?.codeInterpreter === true ? ["code_interpreter_call.outputs"] : []),
    ...(hosted?.webSearch === true ? ["web_search_call.action.sources"] : []),
    ...(hosted !== null && hosted.fileSearch !== null ? ["file_search_call.results"] : []),
    // With nothing stored at the provider, reasoning survives from turn to turn only in this form.
    ...(capabilities.reasoningEffort && isResponses ? ["reasoning.encrypted_content"] : []),
  ];
}

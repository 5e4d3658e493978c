import type { AgentConfig, PersonaContext } from "@kimi/contracts";
import { loadPrompt } from "../load-prompt.ts";

/** The system prompt: what all personas share first, then the persona's own, then how a result is handed in. */
export function composeInstructions(
  config: AgentConfig,
  { capabilities }: Pick<PersonaContext, "capabilities">,
): string {
  const handIn = capabilities.outputSchemaWithTools
    ? "When you are done, answer with the result and nothing else."
    : "When you are done, call submit_result with the result.";
  return [loadPrompt("shared"), config.instructions, handIn].join("\n\n");
}

import { requirementsOutputSchema, type AgentConfig, type Handoff } from "@kimi/contracts";
import { BasePersonaAgent } from "./base-persona-agent.ts";
import { renderEarlier } from "./input/render-earlier.ts";
import { renderProgress } from "./input/render-progress.ts";
import { loadPrompt } from "./load-prompt.ts";

/** Reads the documents and writes down what must hold, with the words that ask for it. Looks at nothing else. */
export class RequirementsAgent extends BasePersonaAgent<typeof requirementsOutputSchema> {
  override readonly role = "requirements";
  readonly outputSchema = requirementsOutputSchema;

  constructor(config: Partial<AgentConfig> = {}) {
    super({ name: "requirements", instructions: loadPrompt("requirements"), hostedTools: true, ...config });
  }

  override describeTask(handoff: Handoff): string {
    return [renderEarlier(handoff), "Hand in the requirements of these documents.", renderProgress(handoff)]
      .join("\n\n")
      .trim();
  }
}

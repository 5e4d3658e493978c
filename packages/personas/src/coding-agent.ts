import { codingOutputSchema, type AgentConfig, type Handoff } from "@kimi/contracts";
import { BasePersonaAgent } from "./base-persona-agent.ts";
import { renderProgress } from "./input/render-progress.ts";
import { loadPrompt } from "./load-prompt.ts";

/** Changes the project until the requirements hold. Writes anything but bound tests. */
export class CodingAgent extends BasePersonaAgent<typeof codingOutputSchema> {
  override readonly role = "coding";
  readonly outputSchema = codingOutputSchema;

  constructor(config: Partial<AgentConfig> = {}) {
    super({
      name: "coding",
      instructions: loadPrompt("coding"),
      tools: ["list_files", "read_file", "search_text", "apply_patch", "write_file", "run_command"],
      writes: "source",
      hostedTools: true,
      ...config,
    });
  }

  override describeTask(handoff: Handoff): string {
    const task =
      handoff.failure === null ? "Make every requirement hold." : "Mend what the last attempt left wrong.";
    return [renderProgress(handoff), task].join("\n\n").trim();
  }
}

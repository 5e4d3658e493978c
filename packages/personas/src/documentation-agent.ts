import { documentationOutputSchema, type AgentConfig, type Handoff } from "@kimi/contracts";
import { BasePersonaAgent } from "./base-persona-agent.ts";
import { renderProgress } from "./input/render-progress.ts";
import { renderRequirements } from "./input/render-requirements.ts";
import { loadPrompt } from "./load-prompt.ts";

/** Documents the finished project from its files. Writes nothing itself: its result is the documentation. */
export class DocumentationAgent extends BasePersonaAgent<typeof documentationOutputSchema> {
  override readonly role = "documentation";
  readonly outputSchema = documentationOutputSchema;

  constructor(config: Partial<AgentConfig> = {}) {
    super({
      name: "documentation",
      instructions: loadPrompt("documentation"),
      tools: ["list_files", "read_file", "search_text"],
      ...config,
    });
  }

  /** The requirements alone: documents say what was wished for, and this persona describes what there is. */
  override describeContext(handoff: Handoff): readonly string[] {
    return [renderRequirements(handoff.requirements)];
  }

  override describeTask(handoff: Handoff): string {
    return [renderProgress(handoff), "Document the project as it is now."].join("\n\n").trim();
  }
}

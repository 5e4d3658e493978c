import { testingOutputSchema, type AgentConfig, type Handoff } from "@kimi/contracts";
import { BasePersonaAgent } from "./base-persona-agent.ts";
import { renderProgress } from "./input/render-progress.ts";
import { loadPrompt } from "./load-prompt.ts";

/** Writes the tests that judge the criteria, and says which judges which. Writes tests and test support only. */
export class TestingAgent extends BasePersonaAgent<typeof testingOutputSchema> {
  override readonly role = "testing";
  readonly outputSchema = testingOutputSchema;

  constructor(config: Partial<AgentConfig> = {}) {
    super({
      name: "testing",
      instructions: loadPrompt("testing"),
      tools: ["list_files", "read_file", "search_text", "apply_patch", "write_file", "run_command"],
      writes: "tests",
      hostedTools: true,
      ...config,
    });
  }

  override describeTask(handoff: Handoff): string {
    const task =
      handoff.failure === null
        ? "Write the tests for every criterion, and hand in how they are bound."
        : "Mend the tests, and hand in all suites and bindings again.";
    return [renderProgress(handoff), task].join("\n\n").trim();
  }
}

import type { AgentConfig, Persona } from "@kimi/contracts";
import { CodingAgent } from "./coding-agent.ts";
import { DocumentationAgent } from "./documentation-agent.ts";
import { RequirementsAgent } from "./requirements-agent.ts";
import { TestingAgent } from "./testing-agent.ts";

/** What is different from the usual, for any of the four. */
export interface DefaultPersonaOverrides {
  readonly requirements?: Partial<AgentConfig>;
  readonly coding?: Partial<AgentConfig>;
  readonly testing?: Partial<AgentConfig>;
  readonly documentation?: Partial<AgentConfig>;
}

/** The four personas in the order of the pipeline. */
export function defaultPersonas(overrides: DefaultPersonaOverrides = {}): readonly Persona[] {
  return [
    new RequirementsAgent(overrides.requirements),
    new CodingAgent(overrides.coding),
    new TestingAgent(overrides.testing),
    new DocumentationAgent(overrides.documentation),
  ];
}

// The personas: roles that a model plays, with the tools it works with.
export { BasePersonaAgent } from "./base-persona-agent.ts";
export { RequirementsAgent } from "./requirements-agent.ts";
export { CodingAgent } from "./coding-agent.ts";
export { TestingAgent } from "./testing-agent.ts";
export { DocumentationAgent } from "./documentation-agent.ts";
export { defaultPersonas, type DefaultPersonaOverrides } from "./default-personas.ts";

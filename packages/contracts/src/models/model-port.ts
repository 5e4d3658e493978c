/** The model port is the Agents SDK's own. */
export type {
  AgentInputItem,
  AgentOutputItem,
  Model,
  ModelProvider,
  ModelRequest,
  ModelResponse,
  StreamEvent as ModelStreamEvent,
} from "@openai/agents-core";

// What this package uses of `@openai/agents`, by name, so that a bundle of it can leave out the rest.
export {
  Agent,
  codeInterpreterTool,
  fileSearchTool,
  ModelBehaviorError,
  ModelRefusalError,
  Runner,
  tool,
  ToolCallError,
  webSearchTool,
} from "@openai/agents";

// What this package uses of `@openai/agents`, by name, so that a bundle of it can leave out the rest.
export {
  getOrCreateTrace,
  OpenAIChatCompletionsModel,
  OpenAIResponsesModel,
  protocol,
  setTraceProcessors,
  setTracingDisabled,
  Usage,
} from "@openai/agents";

/** What an endpoint can do, known before the first request. */
export interface ModelCapabilities {
  readonly codeInterpreter: boolean;
  readonly webSearch: boolean;
  readonly fileSearch: boolean;
  /** Whether an output schema and tools can be sent in one request; if not, results come through a tool. */
  readonly outputSchemaWithTools: boolean;
  /** Whether `reasoning.effort` is understood. */
  readonly reasoningEffort: boolean;
}

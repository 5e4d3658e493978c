import { z } from "zod";

/** What an endpoint can do, known before the first request. */
export const modelCapabilitiesSchema = z.strictObject({
  codeInterpreter: z.boolean(),
  webSearch: z.boolean(),
  fileSearch: z.boolean(),
  /** Whether an output schema and tools can be sent in one request; if not, results come through a tool. */
  outputSchemaWithTools: z.boolean(),
  /** Whether `reasoning.effort` is understood. */
  reasoningEffort: z.boolean(),
});

export type ModelCapabilities = Readonly<z.infer<typeof modelCapabilitiesSchema>>;

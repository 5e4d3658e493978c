import { z } from "zod";

/** The tools that work in the private working tree. */
export const workspaceToolNameSchema = z.enum([
  "list_files",
  "read_file",
  "search_text",
  "apply_patch",
  "write_file",
  "run_command",
]);

/**
 * Which part of a persona's place in the pipeline the orchestrator knows by itself.
 * `custom` personas take part in handoffs and provenance and have no duty in the verdict.
 */
export const personaRoleSchema = z.enum(["requirements", "coding", "testing", "documentation", "custom"]);

/** What a persona may write: nothing, anything but bound tests, or tests and test support only. */
export const writeScopeSchema = z.enum(["none", "source", "tests"]);

export const reasoningEffortSchema = z.enum(["none", "minimal", "low", "medium", "high", "xhigh", "max"]);

/** A persona as data. */
export const agentConfigSchema = z.strictObject({
  /** Stage name, unique in the pipeline: lower case, digits and hyphens. */
  name: z.string().regex(/^[a-z][a-z0-9-]*$/),
  instructions: z.string().min(1),
  /** `null` takes the run's model. */
  model: z.string().min(1).nullable(),
  tools: z.array(workspaceToolNameSchema).readonly(),
  writes: writeScopeSchema,
  reasoningEffort: reasoningEffortSchema.nullable(),
  /** Whether the hosted tools the run enables are offered to this persona. */
  hostedTools: z.boolean(),
  /** How often an unusable final output goes back with the reasons before the attempt fails. */
  maxRepairs: z.int().min(0).max(10),
});

export type WorkspaceToolName = z.infer<typeof workspaceToolNameSchema>;
export type PersonaRole = z.infer<typeof personaRoleSchema>;
export type WriteScope = z.infer<typeof writeScopeSchema>;
export type ReasoningEffort = z.infer<typeof reasoningEffortSchema>;
export type AgentConfig = Readonly<z.infer<typeof agentConfigSchema>>;

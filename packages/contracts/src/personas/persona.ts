import type { z } from "zod";
import type { ModelCapabilities } from "../models/model-capabilities.ts";
import type { HostedTools } from "../models/hosted-tools.ts";
import type { Model } from "../models/model-port.ts";
import type { RunEvent } from "../runs/run-event.ts";
import type { ToolWorkspace } from "../workspace/tool-workspace.ts";
import type { AgentConfig, PersonaRole, ReasoningEffort } from "./agent-config.ts";
import type { Handoff } from "./handoff.ts";

/** Everything one attempt of a persona works with, and nothing more. */
export interface PersonaContext<Output = unknown> {
  /** Which try at the stage this is, from 1; part of every event. */
  readonly attempt: number;
  readonly handoff: Handoff;
  readonly workspace: ToolWorkspace;
  /** Counts, records, redacts and limits every call by itself. */
  readonly model: Model;
  readonly capabilities: ModelCapabilities;
  /** The run's; a persona's own wins. */
  readonly reasoningEffort: ReasoningEffort;
  /** Already reduced to what the endpoint offers. */
  readonly hostedTools: HostedTools;
  /** Requests to the model in this attempt, at most; one more raises `budget`. */
  readonly maxTurns: number;
  /**
   * What code finds wrong with an output that fits its schema, one sentence each; empty accepts it.
   * Problems go back to the model within the same conversation, bounded by `maxRepairs`.
   */
  review(output: Output): Promise<readonly string[]>;
  /** Must not throw. */
  emit(event: RunEvent): void;
  readonly signal: AbortSignal;
}

/** What an attempt ends with. */
export interface PersonaResult<Output = unknown> {
  readonly output: Output;
  /** Problems the review still had when the repairs were spent; empty for an output without fault. */
  readonly unresolved: readonly string[];
  /** Links the web search cited, in order of first use. */
  readonly citations: readonly { readonly url: string; readonly title: string }[];
}

/** A role in the pipeline. `BasePersonaAgent` of `@kimi/personas` is the usual way to get one. */
export interface Persona<Output = unknown> {
  readonly config: AgentConfig;
  readonly role: PersonaRole;
  readonly outputSchema: z.ZodType<Output>;
  /**
   * One attempt.
   * @throws KimiError `persona-malformed`, `persona-refused` or `persona-stuck` when the model gives nothing usable;
   * `endpoint-*`, `budget` and `cancelled` pass through.
   */
  run(context: PersonaContext<Output>): Promise<PersonaResult<Output>>;
}

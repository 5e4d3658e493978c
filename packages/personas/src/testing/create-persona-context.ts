import { noHostedTools, type Model, type PersonaContext, type RunEvent } from "@kimi/contracts";
import { createMemoryToolWorkspace } from "./memory-tool-workspace.ts";

/** A context, and the events that were emitted into it. */
export interface TestPersonaContext<Output> extends PersonaContext<Output> {
  readonly events: readonly RunEvent[];
}

/**
 * A context for one attempt in a test: nothing handed over, an empty workspace, an endpoint that can do everything, a
 * review that accepts, 40 turns. Whatever `parts` holds replaces these.
 */
export function createPersonaContext<Output = unknown>(
  model: Model,
  parts: Partial<Omit<PersonaContext<Output>, "model" | "emit">> = {},
): TestPersonaContext<Output> {
  const events: RunEvent[] = [];
  return {
    attempt: 1,
    handoff: { documents: [], requirements: [], outputs: {}, changedPaths: [], failure: null },
    workspace: createMemoryToolWorkspace(),
    capabilities: {
      codeInterpreter: true,
      webSearch: true,
      fileSearch: true,
      outputSchemaWithTools: true,
      reasoningEffort: true,
    },
    reasoningEffort: "medium",
    hostedTools: noHostedTools,
    maxTurns: 40,
    review: async () => [],
    signal: new AbortController().signal,
    ...parts,
    model,
    events,
    emit: (event) => void events.push(event),
  };
}

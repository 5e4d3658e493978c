import type { AgentInputItem, PersonaContext } from "@kimi/contracts";
import type { RunnablePersona } from "../runnable-persona.ts";
import { renderRepositoryMap } from "./render-repository-map.ts";

/** Characters of the repository map, about a third as many tokens. */
const maxMapLength = 5_000;

/**
 * The first input of an attempt, one message a part, from what never changes to what changes most: providers cache a
 * prompt up to the first difference.
 */
export async function composeInput<Output>(
  persona: RunnablePersona<Output>,
  { handoff, workspace }: Pick<PersonaContext<Output>, "handoff" | "workspace">,
): Promise<readonly AgentInputItem[]> {
  const looksAtFiles = persona.config.tools.length > 0;
  const map = looksAtFiles ? renderRepositoryMap(await workspace.listSourceFiles(), maxMapLength) : "";
  const parts = [...persona.describeContext(handoff), map, persona.describeTask(handoff)];
  return parts.filter((part) => part !== "").map((content) => ({ role: "user", content }));
}

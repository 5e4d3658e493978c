import { requirementsOutputSchema } from "@kimi/contracts";
import type { RunSession } from "../run-session.ts";
import { findImpasse, listVerdicts } from "./find-impasse.ts";

/** Why no attempt can help any more, and what the requirements stage had left open; `null` when one may. */
export async function describeImpasse(session: RunSession): Promise<string | null> {
  const events = await session.ports.store.readEvents(session.runId);
  const impasse = findImpasse(listVerdicts(events.map(({ event }) => event)));
  if (impasse === null) return null;
  const questions = listOpenQuestions(session);
  return questions.length === 0 ? impasse : `${impasse} The requirements left open: ${questions.join(" ")}`;
}

function listOpenQuestions({ ports, outputs }: RunSession): readonly string[] {
  const stage = ports.personas.find((persona) => persona.role === "requirements")?.config.name;
  const parsed = requirementsOutputSchema.safeParse(stage === undefined ? undefined : outputs.get(stage));
  return parsed.success ? parsed.data.openQuestions.slice(0, 3) : [];
}

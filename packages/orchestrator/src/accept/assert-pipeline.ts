import { KimiError, type Persona, type PersonaRole } from "@kimi/contracts";

const judged: readonly PersonaRole[] = ["requirements", "coding", "testing"];

/** @throws KimiError `usage` unless there is one persona each of requirements, coding and testing, in that order, and no name twice. */
export function assertPipeline(personas: readonly Persona[]): void {
  const names = personas.map((persona) => persona.config.name);
  const repeated = names.find((name, index) => names.indexOf(name) !== index);
  if (repeated !== undefined) {
    throw new KimiError(
      "usage",
      `Two personas are named "${repeated}"; every stage needs a name of its own.`,
    );
  }
  const roles = personas.map((persona) => persona.role);
  const found = roles.filter((role) => judged.includes(role));
  if (found.join() !== judged.join()) {
    throw new KimiError(
      "usage",
      `The pipeline has the roles ${roles.join(", ") || "(none)"}; expected one each of ${judged.join(", ")}, in that order, and any number of others around them.`,
    );
  }
  if (roles.filter((role) => role === "documentation").length > 1) {
    throw new KimiError(
      "usage",
      "The pipeline has more than one documentation persona; expected one or none.",
    );
  }
}

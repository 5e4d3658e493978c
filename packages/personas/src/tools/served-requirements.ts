import { KimiError, type Requirement } from "@kimi/contracts";
import { z } from "zod";

/** The parameter by which a call says which requirements it serves. */
export const servedRequirements = z
  .array(z.string())
  .describe("ids of the requirements this serves, e.g. REQ-2");

/**
 * Checks the ids a call names.
 * @throws KimiError `usage` for an unknown id, or for none at all where `needed`: provenance is computed from them.
 */
export function checkServedRequirements(
  ids: readonly string[],
  known: readonly Pick<Requirement, "id">[],
  { needed }: { readonly needed: boolean },
): void {
  const knownIds = known.map(({ id }) => id);
  const unknown = ids.filter((id) => !knownIds.includes(id));
  const expected = `Expected ids of this run: ${knownIds.join(", ")}.`;
  if (unknown.length > 0 && knownIds.length > 0) {
    throw new KimiError("usage", `There is no requirement ${unknown.join(", ")}. ${expected}`);
  }
  if (needed && ids.length === 0 && knownIds.length > 0) {
    throw new KimiError("usage", `The call names no requirement it serves. ${expected}`);
  }
}

import type { Handoff, Requirement } from "@kimi/contracts";

/** The requirements that a call may serve: those that stand, and those that are gone and whose work is to be taken out. */
export function listServable({
  requirements,
  changes,
}: Pick<Handoff, "requirements" | "changes">): readonly Requirement[] {
  return [...requirements, ...(changes?.removed ?? []).map(({ requirement }) => requirement)];
}

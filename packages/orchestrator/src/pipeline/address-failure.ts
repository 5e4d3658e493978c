import type { FailureReport, Persona } from "@kimi/contracts";

/**
 * What a persona is told of what went wrong: the failing evidence when it is the one to mend it, and not those in between;
 * and why its own attempts before this one came to nothing, so that it does not repeat them.
 */
export function addressFailure(
  { role }: Pick<Persona, "role">,
  failure: FailureReport | null,
  refusals: readonly string[],
): FailureReport | null {
  const own = failure !== null && failure.route === role ? failure : null;
  if (refusals.length === 0 || (role !== "coding" && role !== "testing")) return own;
  const wasted = `It ended without a result, and what it wrote was taken back: ${refusals.at(-1) ?? ""}`;
  return own === null
    ? { route: role, summary: wasted, criteria: [], problems: [] }
    : { ...own, problems: [...own.problems, wasted] };
}

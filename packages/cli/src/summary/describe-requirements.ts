import type { RunEvent, StoredEvent } from "@kimi/contracts";
import { countNoun } from "../layout/count-noun.ts";

/** What a run requires, and what became of it since the run before. */
export type RequirementsAccepted = Extract<RunEvent, { type: "requirements-accepted" }>;

/** The latest in a log; `null` before the requirements stage. */
export function findRequirements(events: readonly Pick<StoredEvent, "event">[]): RequirementsAccepted | null {
  const found = events.map(({ event }) => event).findLast((event) => event.type === "requirements-accepted");
  return found ?? null;
}

/** The same in words: counts, then what is added, changed and gone, then what nothing cites; a line each. */
export function describeRequirements(accepted: RequirementsAccepted): readonly string[] {
  const { requirements, assumptions, uncovered } = accepted;
  const assumed = assumptions === 0 ? "" : `, ${countNoun(assumptions, "assumption")} among them`;
  return [
    `${countNoun(requirements, "requirement")}${assumed}`,
    ...describeChanges(accepted),
    ...joined(
      "cited by no requirement",
      uncovered.map(
        ({ path, section, title, startLine }) =>
          `${path}:${startLine ?? section}${title === "" ? "" : ` “${title}”`}`,
      ),
    ),
  ];
}

/** What became of the requirements since an earlier run; nothing when there was none. */
function describeChanges({ changes }: RequirementsAccepted): readonly string[] {
  if (changes === null) return [];
  const { since, added, changed, removed, unchanged, standing, carried, renumbered, leftovers } = changes;
  const told = [
    named(added, "added"),
    named(changed, "changed"),
    named(removed, "removed"),
    named(unchanged, "unchanged"),
    named(standing, "not spoken of"),
  ].filter((part) => part !== "");
  return [
    `since run ${since}: ${told.join("; ")}`,
    ...joined(
      "ids kept by meaning",
      renumbered.map(({ submitted, id }) => `${submitted} is ${id}`),
    ),
    ...joined("left out by the model, kept because their words still stand", carried),
    ...joined("left of what was removed", leftovers),
  ];
}

/** `2 added (REQ-4, REQ-5)`, or nothing. */
function named(ids: readonly string[], what: string): string {
  return ids.length === 0 ? "" : `${ids.length} ${what} (${ids.join(", ")})`;
}

function joined(what: string, items: readonly string[]): readonly string[] {
  return items.length === 0 ? [] : [`${what}: ${items.join("; ")}`];
}

import type { RedCheck } from "@kimi/contracts";
import { cutText } from "../cut-text.ts";
import type { MutationGroup } from "./group-by-requirement.ts";
import type { HollowBench, HollowSubject } from "./hollow-bench.ts";
import type { ChangeSurvey } from "./survey-changes.ts";

/** What is said besides of tests that did not fail as they should. */
export interface HollowHints {
  /** Tests that fail by assertion when everything is taken away that the run wrote. */
  readonly elsewhere: ReadonlySet<HollowSubject>;
  /** Whether tests execute what serves their requirement; those for which it was not measured are absent. */
  readonly executes: ReadonlyMap<HollowSubject, boolean>;
}

export interface HollowFindings {
  readonly survey: ChangeSurvey;
  /** `null` when there was nothing to take away. */
  readonly group: MutationGroup | null;
  readonly hints: HollowHints;
}

/** What the executions with something taken away came to for one test. */
export function describeHollow(
  bench: HollowBench,
  subject: HollowSubject,
  { survey, group, hints }: HollowFindings,
): RedCheck {
  const state = bench.stateOf(subject);
  const notes = survey.obstacles.map((obstacle) => `\n${obstacle}`).join("");
  if (state === null) return describeNothing(bench, notes);
  const whose = nameLines(subject, group);
  const detail = `With ${state.removed}${whose}.\n${state.message}`;
  if (state.outcome === "not-run") {
    return {
      method: "hollow",
      outcome: "not-run",
      detail: `${state.message}\nWith ${state.removed}.${notes}`,
    };
  }
  if (state.outcome === "red-assertion") return { method: "hollow", outcome: "red-assertion", detail };
  if (hints.elsewhere.has(subject)) {
    const where = `Nothing that was written for ${subject.requirement} makes an assertion fail when it is taken away, only what was written for other requirements.`;
    return {
      method: "hollow",
      outcome: "red-elsewhere",
      detail: `${where}\n${detail}${notes}`,
      ...execution(hints, subject),
    };
  }
  if (survey.opaque.length > 0 && bench.isOnlyBroken(subject)) {
    const files = cutText(survey.opaque.join(", "), 200);
    const why = `Single functions of ${files} could not be taken away.`;
    return { method: "hollow", outcome: "not-applicable", detail: `${why}\n${detail}${notes}` };
  }
  const more =
    bench.runs > 1
      ? `\nNo assertion failed in ${bench.runs} executions, each with something else taken away.`
      : "";
  return {
    method: "hollow",
    outcome: state.outcome,
    detail: `${detail}${more}${notes}`,
    ...execution(hints, subject),
  };
}

function describeNothing({ isSpent }: HollowBench, notes: string): RedCheck {
  return isSpent
    ? {
        method: "hollow",
        outcome: "not-run",
        detail: `The limit of executions or time was reached.${notes}`,
      }
    : {
        method: "hollow",
        outcome: "not-applicable",
        detail: `Nothing the run changed could be taken away.${notes}`,
      };
}

/** Whose lines were taken away, where not all that the run changed was tried or meant for the requirement. */
function nameLines({ requirement }: HollowSubject, group: MutationGroup | null): string {
  if (group?.scope === "own") return ` (written for ${requirement})`;
  return group?.scope === "any" ? ` (no line that could be is said to serve ${requirement})` : "";
}

function execution({ executes }: HollowHints, subject: HollowSubject): Pick<RedCheck, "executes"> {
  const measured = executes.get(subject);
  return measured === undefined ? {} : { executes: measured };
}

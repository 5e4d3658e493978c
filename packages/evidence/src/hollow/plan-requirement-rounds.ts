import type { MutationGroup } from "./group-by-requirement.ts";
import type { Round } from "./plan-rounds.ts";
import type { SourceMutation } from "./source-mutation.ts";

/** A round that speaks for the tests of some requirements: nothing is taken away that serves only others. */
export interface RequirementRound {
  readonly requirements: ReadonlySet<string>;
  readonly mutations: Round;
}

/**
 * The rounds of all groups, in turns, so that none goes without when means are spent. A single alteration that several
 * groups ask for is one round.
 */
export function planRequirementRounds(
  groups: readonly MutationGroup[],
  plan: (mutations: readonly SourceMutation[]) => readonly Round[],
): readonly RequirementRound[] {
  const plans = groups.map(({ requirements, mutations }) => ({ requirements, rounds: plan(mutations) }));
  const longest = Math.max(0, ...plans.map(({ rounds }) => rounds.length));
  const inTurns = Array.from({ length: longest }, (_, turn) =>
    plans.flatMap(({ requirements, rounds }) =>
      rounds.slice(turn, turn + 1).map((mutations) => ({ requirements, mutations })),
    ),
  ).flat();
  return mergeSingles(inTurns);
}

function mergeSingles(rounds: readonly RequirementRound[]): readonly RequirementRound[] {
  const places = new Map<SourceMutation, number>();
  const merged: RequirementRound[] = [];
  for (const round of rounds) {
    const [single, ...others] = round.mutations;
    const known = single === undefined || others.length > 0 ? undefined : places.get(single);
    const earlier = known === undefined ? undefined : merged[known];
    if (known !== undefined && earlier !== undefined) {
      merged[known] = { ...earlier, requirements: new Set([...earlier.requirements, ...round.requirements]) };
      continue;
    }
    if (single !== undefined && others.length === 0) places.set(single, merged.length);
    merged.push(round);
  }
  return merged;
}

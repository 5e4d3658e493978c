import type { LineOwners } from "./line-owners.ts";
import type { SourceMutation } from "./source-mutation.ts";

/** What can be taken away for requirements that the same changed lines serve. */
export interface MutationGroup {
  readonly requirements: ReadonlySet<string>;
  /** Tried for them. */
  readonly mutations: readonly SourceMutation[];
  /** Functions with lines of theirs and lines of others: not enough by themselves. */
  readonly shared: readonly SourceMutation[];
  /**
   * `everything`: all that the run changed serves them. `own`: a part of it does, and the rest is left alone. `any`: none
   * of what can be taken away is said to serve them, so that everything is tried.
   */
  readonly scope: "everything" | "own" | "any";
}

/** Sorts mutations by the requirements they serve. Requirements that share all of theirs share a group. */
export function groupByRequirement(
  mutations: readonly SourceMutation[],
  requirements: readonly string[],
  owners: LineOwners,
): readonly MutationGroup[] {
  const groups = [...new Set(requirements)].map((each) => chooseMutations(mutations, each, owners));
  const alike = Map.groupBy(groups, ({ mutations: tried, scope }) =>
    [scope, ...tried.map((mutation) => mutations.indexOf(mutation))].join(),
  );
  return [...alike.values()].flatMap(([first, ...others]) =>
    first === undefined
      ? []
      : [{ ...first, requirements: new Set([first, ...others].flatMap((each) => [...each.requirements])) }],
  );
}

function chooseMutations(
  mutations: readonly SourceMutation[],
  requirement: string,
  owners: LineOwners,
): MutationGroup {
  const requirements = new Set([requirement]);
  const own = mutations.filter((mutation) => owners.servesOnly(mutation, requirement));
  const also = mutations.filter((mutation) => owners.servesAlso(mutation, requirement));
  if (own.length === mutations.length) return { requirements, mutations, shared: [], scope: "everything" };
  if (own.length > 0) {
    const shared = also.filter((mutation) => mutation.kind === "absent" && !own.includes(mutation));
    return { requirements, mutations: own, shared, scope: "own" };
  }
  return also.length > 0
    ? { requirements, mutations: also, shared: [], scope: "own" }
    : { requirements, mutations, shared: [], scope: "any" };
}

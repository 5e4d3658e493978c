import type { AcceptanceCriterion, Requirement } from "@kimi/contracts";
import { measureLikeness, measureTexts } from "./likeness.ts";
import { pairUp } from "./pair-up.ts";
import { numberOf, type RegisteredRequirement, type RequirementRegister } from "./requirement-register.ts";

/**
 * The id that each submitted requirement and criterion gets, by the submitted one. One that earlier runs knew keeps the
 * id it had there; one that is new gets an id that nothing else ever had, its own where that is so. The words decide
 * what is the same, not the id a model gives it.
 */
export function keepIds(
  submitted: readonly Requirement[],
  register: RequirementRegister,
): ReadonlyMap<string, string> {
  const known = register.map(({ requirement }) => requirement);
  const likeness = measureLikeness([...submitted, ...known]);
  const pairs = new Map(
    pairUp(submitted, known, (from, to) => likenessAt(likeness, submitted[from], known[to])).map((pair) => [
      pair.submitted,
      register[pair.known],
    ]),
  );
  const ids = new Map<string, string>();
  const used = new Set(known.map(({ id }) => id));
  // Ids that are kept are settled before new ones are given.
  for (const [index, entry] of pairs) {
    const requirement = submitted[index];
    if (requirement !== undefined && entry !== undefined) ids.set(requirement.id, entry.requirement.id);
  }
  let last = Math.max(0, ...[...used].map(numberOf));
  for (const [index, { id }] of submitted.entries()) {
    if (pairs.has(index)) continue;
    const own = used.has(id) ? null : id;
    const given = own ?? `REQ-${(last = Math.max(last, ...submitted.map((one) => numberOf(one.id))) + 1)}`;
    used.add(given);
    ids.set(id, given);
  }
  for (const [index, { id, criteria }] of submitted.entries()) {
    for (const [from, to] of keepCriterionIds(criteria, ids.get(id) ?? id, pairs.get(index)))
      ids.set(from, to);
  }
  return ids;
}

function likenessAt(
  likeness: (a: Requirement, b: Requirement) => number,
  a: Requirement | undefined,
  b: Requirement | undefined,
): number {
  return a === undefined || b === undefined ? 0 : likeness(a, b);
}

/** The same within one requirement: a waiver of `REQ-3.2` must never come to mean another criterion. */
function keepCriterionIds(
  criteria: readonly AcceptanceCriterion[],
  requirementId: string,
  entry: RegisteredRequirement | undefined,
): readonly (readonly [string, string])[] {
  const under = ({ id }: AcceptanceCriterion) => ({ id: `${requirementId}.${numberOf(id)}` });
  if (entry === undefined) return criteria.map((one) => [one.id, under(one).id]);
  const known = entry.requirement.criteria;
  const likeness = measureTexts([...criteria, ...known].map(({ text }) => text));
  const pairs = new Map(
    pairUp(criteria.map(under), known, (from, to) =>
      likeness(criteria[from]?.text ?? "", known[to]?.text ?? ""),
    ).map((pair) => [pair.submitted, known[pair.known]]),
  );
  let last = Math.max(entry.lastCriterion, ...criteria.map(({ id }) => numberOf(id)));
  return criteria.map((one, index) => {
    const kept = pairs.get(index)?.id;
    if (kept !== undefined) return [one.id, kept];
    const isFree = numberOf(one.id) > entry.lastCriterion;
    return [one.id, isFree ? under(one).id : `${requirementId}.${(last += 1)}`];
  });
}

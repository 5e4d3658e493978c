/** One of each side that belong together. */
export interface Pair {
  readonly submitted: number;
  readonly known: number;
}

/** With the same id, this much likeness keeps two together; without, that much brings them together. */
const enough = { claimed: 0.55, unclaimed: 0.65 };
/** What the same id is worth where two others are about as alike. */
const claimBonus = 0.25;

/**
 * Which submitted thing is which known one, each at most once, by likeness first and by id where likeness leaves it open.
 * @param likeness Of the submitted and known with these indices, from 0 to 1.
 */
export function pairUp(
  submitted: readonly { readonly id: string }[],
  known: readonly { readonly id: string }[],
  likeness: (submitted: number, known: number) => number,
): readonly Pair[] {
  const candidates = submitted.flatMap(({ id }, from) =>
    known.flatMap((other, to) => {
      const claimed = other.id === id;
      const alike = likeness(from, to);
      if (alike < (claimed ? enough.claimed : enough.unclaimed)) return [];
      return [{ submitted: from, known: to, worth: alike + (claimed ? claimBonus : 0) }];
    }),
  );
  const taken = { submitted: new Set<number>(), known: new Set<number>() };
  const pairs: Pair[] = [];
  // Sorting is stable: among equals, the order of the documents decides.
  for (const { submitted: from, known: to } of candidates.toSorted((a, b) => b.worth - a.worth)) {
    if (taken.submitted.has(from) || taken.known.has(to)) continue;
    taken.submitted.add(from);
    taken.known.add(to);
    pairs.push({ submitted: from, known: to });
  }
  return pairs;
}

/** Where a fork leaves the run it is forked from: before an attempt, before one of its turns, or before a verdict. */
export type ForkPoint =
  | { readonly kind: "attempt"; readonly stage: string; readonly attempt: number; readonly turn: number }
  | { readonly kind: "verdict"; readonly verdict: number };

/** `coding/2`, `coding/2/5`, `verdict/1` */
export function showForkPoint(point: ForkPoint): string {
  if (point.kind === "verdict") return `verdict/${point.verdict}`;
  const { stage, attempt, turn } = point;
  return turn === 1 ? `${stage}/${attempt}` : `${stage}/${attempt}/${turn}`;
}

/**
 * The point that a text means: `coding` is that stage's first attempt, `coding/2` its second, `coding/2/5` the second up
 * to its fifth request, `verdict/1` the first verdict. `null` for anything else; whether the run has it is another matter.
 */
export function parseForkPoint(text: string, stages: ReadonlySet<string>): ForkPoint | null {
  const [name = "", ...rest] = text.split("/");
  const [first = 1, turn = 1] = rest.map(Number);
  if (rest.length > 2 || ![first, turn].every((number) => Number.isSafeInteger(number) && number >= 1))
    return null;
  if (stages.has(name)) return { kind: "attempt", stage: name, attempt: first, turn };
  return name === "verdict" && rest.length < 2 ? { kind: "verdict", verdict: first } : null;
}

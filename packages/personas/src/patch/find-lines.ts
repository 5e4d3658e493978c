/** Strictest first. */
const matchRungs = ["exact", "trailing white space ignored", "indentation ignored"] as const;

/** How literally a hunk's lines were found. */
export type MatchRung = (typeof matchRungs)[number];

/** Where lines were found: every start within the range, all on the same rung, in order. */
export interface LineMatches {
  readonly rung: MatchRung;
  /** Indices of the first line, at least one. */
  readonly starts: readonly number[];
}

const normalise: Readonly<Record<MatchRung, (line: string) => string>> = {
  exact: (line) => line,
  "trailing white space ignored": (line) => line.trimEnd(),
  "indentation ignored": (line) => line.trim(),
};

/**
 * Finds `wanted` as consecutive lines between `from` (inclusive) and `to` (exclusive), on the strictest rung that finds
 * it at all; `null` when none does.
 */
export function findLines(
  lines: readonly string[],
  wanted: readonly string[],
  { from, to }: { readonly from: number; readonly to: number },
): LineMatches | null {
  for (const rung of matchRungs) {
    const normal = normalise[rung];
    const needle = wanted.map(normal);
    const starts: number[] = [];
    for (let start = from; start + needle.length <= to; start += 1) {
      if (needle.every((line, index) => line === normal(lines[start + index] ?? ""))) starts.push(start);
    }
    if (starts.length > 0) return { rung, starts };
  }
  return null;
}

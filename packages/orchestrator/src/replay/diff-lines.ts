/** Lines of each side that a diff shows at most. */
const shown = 20;
/** Lines around a difference. */
const context = 2;
/** Characters of a line. */
const longest = 400;

/**
 * Where two texts begin and cease to differ, as in a unified diff: `-` is recorded, `+` is now. Empty when they are
 * equal. What lies between the first and the last difference is shown whole, as far as there is room.
 */
export function diffLines(before: readonly string[], after: readonly string[]): readonly string[] {
  const start = countEqual(before, after);
  if (start === before.length && start === after.length) return [];
  const rest = [before.slice(start).toReversed(), after.slice(start).toReversed()] as const;
  const end = countEqual(...rest);
  const until = before.length - end;
  const from = firstDifference(before[start] ?? "", after[start] ?? "");
  return [
    ...before.slice(Math.max(0, start - context), start).map((line) => `  ${cut(line, 0)}`),
    ...side("-", before.slice(start, until), from),
    ...side("+", after.slice(start, after.length - end), from),
    ...before.slice(until, until + context).map((line) => `  ${cut(line, 0)}`),
  ];
}

/** How many items both begin with. */
function countEqual(a: readonly string[], b: readonly string[]): number {
  const differing = a.findIndex((item, index) => item !== b[index]);
  return differing < 0 ? Math.min(a.length, b.length) : differing;
}

function side(mark: string, lines: readonly string[], from: number): readonly string[] {
  const more = lines.length - shown;
  const head = lines.slice(0, shown).map((line, index) => `${mark} ${cut(line, index === 0 ? from : 0)}`);
  return more > 0 ? [...head, `${mark} (${more} more lines)`] : head;
}

function firstDifference(a: string, b: string): number {
  let index = 0;
  while (index < a.length && a[index] === b[index]) index += 1;
  return index;
}

/** The part of a long line that has the character at `offset` in it. */
function cut(line: string, offset: number): string {
  if (line.length <= longest) return line;
  const start = offset < longest / 2 ? 0 : offset - longest / 4;
  const part = line.slice(start, start + longest);
  return `${start > 0 ? "…" : ""}${part}${start + longest < line.length ? "…" : ""}`;
}

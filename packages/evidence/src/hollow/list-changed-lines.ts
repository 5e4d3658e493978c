import { diffArrays } from "diff";

/** Line numbers (1-based) of `after` that the shortest way from `before` to it adds. */
export function listChangedLines(before: string | null, after: string): ReadonlySet<number> {
  const changed = new Set<number>();
  let line = 1;
  for (const part of diffArrays(before === null ? [] : before.split("\n"), after.split("\n"))) {
    if (part.removed) continue;
    for (let index = 0; index < part.value.length; index += 1) {
      if (part.added) changed.add(line + index);
    }
    line += part.value.length;
  }
  return changed;
}

import { diffLines } from "./diff-lines.ts";
import { maskVolatile } from "./mask-volatile.ts";
import { renderLines } from "./render-lines.ts";
import type { RunStep } from "./list-steps.ts";

/** The first step at which a replay was another than the recorded run. */
export interface ReplayDivergence {
  /** `coding, attempt 2, turn 5: request` */
  readonly place: string;
  /** `missing`: the record has it and the replay did not come to it; `added`: the other way round. */
  readonly kind: "different" | "missing" | "added";
  /** As in a unified diff: `-` recorded, `+` now. */
  readonly diff: readonly string[];
}

/** How steps are held against each other. */
export interface DivergenceOptions {
  /** The record stops before the run was done, so what the replay goes on to do is no difference. */
  readonly isOpenEnded: boolean;
  /** Commands ran anew, so times and paths of scratch folders are no difference. */
  readonly ignoresTimes: boolean;
}

/** Where a replay left its course; `null` when it never did. */
export function findDivergence(
  recorded: ReadonlyMap<string, RunStep>,
  replayed: ReadonlyMap<string, RunStep>,
  { isOpenEnded, ignoresTimes }: DivergenceOptions,
): ReplayDivergence | null {
  const lines = (content: unknown): readonly string[] =>
    ignoresTimes ? renderLines(content).map(maskVolatile) : renderLines(content);
  let met = 0;
  for (const { place, content } of replayed.values()) {
    const then = recorded.get(place);
    const now = lines(content);
    if (then === undefined) {
      if (isOpenEnded && met === recorded.size) return null;
      return { place, kind: "added", diff: diffLines([], now) };
    }
    met += 1;
    const diff = diffLines(lines(then.content), now);
    if (diff.length > 0) return { place, kind: "different", diff };
  }
  const missing = [...recorded.values()].find(({ place }) => !replayed.has(place));
  if (missing === undefined) return null;
  return { place: missing.place, kind: "missing", diff: diffLines(lines(missing.content), []) };
}

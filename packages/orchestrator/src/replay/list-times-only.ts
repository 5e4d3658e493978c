import type { RunStep } from "./list-steps.ts";
import { maskVolatile } from "./mask-volatile.ts";
import { renderLines } from "./render-lines.ts";

/** Steps of which only times and paths were others, in the order of the replay. */
export function listTimesOnly(
  recorded: ReadonlyMap<string, RunStep>,
  replayed: ReadonlyMap<string, RunStep>,
): readonly string[] {
  return [...replayed.values()].flatMap(({ place, content }) => {
    const then = recorded.get(place);
    if (then === undefined) return [];
    const [before, now] = [renderLines(then.content).join("\n"), renderLines(content).join("\n")];
    return before !== now && maskVolatile(before) === maskVolatile(now) ? [place] : [];
  });
}

import type { ChangedFile } from "../changed-files.ts";
import { listChangedLines } from "../hollow/list-changed-lines.ts";
import { isJavaScriptPath } from "../javascript/parse-javascript.ts";
import { rewordJavaScript } from "./reword-javascript.ts";
import { rewordPython } from "./reword-python.ts";
import { rewordText } from "./reword-text.ts";

/**
 * The files that the run changed, by path, each doing the same in other words. Whoever runs the code sees no difference;
 * whoever reads it does. Files of which that cannot be said are left out.
 */
export function rewordChanges(changes: readonly ChangedFile[]): ReadonlyMap<string, string> {
  const reworded = changes.flatMap(({ path, before, after }): readonly (readonly [string, string])[] => {
    if (after === null) return [];
    const lines = listChangedLines(before, after);
    const text = isJavaScriptPath(path)
      ? rewordJavaScript(path, after, lines)
      : path.endsWith(".py")
        ? rewordPython(after, lines)
        : rewordText(path, after, lines);
    return text === null ? [] : [[path, text]];
  });
  return new Map(reworded);
}

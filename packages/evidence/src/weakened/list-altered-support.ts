import { type ChangedFile, stoodBefore } from "../changed-files.ts";
import { isTestPath } from "../classify-path.ts";
import { listTests } from "../tests-in-source/list-tests.ts";
import type { Weakening } from "./weakening.ts";

/** Fixtures, helpers and snapshots that tests relied on before the run and that are not what they were. */
export function listAlteredSupport(changes: readonly ChangedFile[]): readonly Weakening[] {
  return changes.flatMap((change): readonly Weakening[] => {
    const { path, before, after } = change;
    if (!isTestPath(path) || !stoodBefore(change)) return [];
    if (before !== null && listTests(path, before).length > 0) return [];
    const message =
      before !== null && /^exports\[`/m.test(before)
        ? compareSnapshots(before, after ?? "")
        : `What tests rely on was ${isGone(change) ? "taken away" : "altered"}.`;
    return message === null ? [] : [{ kind: "support", path, test: null, message }];
  });
}

/** Without a text of its own, a file that stood there was binary. */
function isGone({ after, binary }: ChangedFile): boolean {
  return after === null && binary?.after !== true;
}

/** New entries are no regeneration. */
function compareSnapshots(before: string, after: string): string | null {
  const now = listEntries(after);
  const [name] = [...listEntries(before)].find(([key, value]) => now.get(key) !== value) ?? [];
  if (name === undefined) return null;
  return `The snapshot “${name}” was ${now.has(name) ? "regenerated" : "taken away"}.`;
}

/** The entries of a `.snap` file, as Jest and Vitest write it. */
function listEntries(text: string): ReadonlyMap<string, string> {
  const entries = text.matchAll(/^exports\[`((?:\\.|[^`\\])*)`\] = `((?:\\.|[^`\\])*)`;$/gm);
  return new Map([...entries].map(([, name = "", value = ""]) => [name, value]));
}

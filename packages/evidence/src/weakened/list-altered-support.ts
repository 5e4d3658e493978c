import type { ChangedFile } from "../changed-files.ts";
import { isTestPath } from "../classify-path.ts";
import { listTests } from "../tests-in-source/list-tests.ts";
import type { Weakening } from "./weakening.ts";

/** Fixtures, helpers and snapshots that tests relied on before the run and that are not what they were. */
export function listAlteredSupport(changes: readonly ChangedFile[]): readonly Weakening[] {
  return changes.flatMap(({ path, before, after }): readonly Weakening[] => {
    if (before === null || !isTestPath(path) || listTests(path, before).length > 0) return [];
    const message = path.endsWith(".snap")
      ? compareSnapshots(before, after ?? "")
      : `What tests rely on was ${after === null ? "taken away" : "altered"}.`;
    return message === null ? [] : [{ kind: "support", path, test: null, message }];
  });
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

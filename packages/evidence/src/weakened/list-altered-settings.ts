import type { ChangedFile } from "../changed-files.ts";
import { listTests } from "../tests-in-source/list-tests.ts";
import { readTestSettings } from "./read-test-settings.ts";
import type { Weakening } from "./weakening.ts";

/** What decides how tests are run, and was altered: runner configuration, test scripts, path mappings, CI. */
export function listAlteredSettings(changes: readonly ChangedFile[]): readonly Weakening[] {
  const testsStoodBefore = changes.some(
    ({ path, before }) => before !== null && listTests(path, before).length > 0,
  );
  return changes.flatMap(({ path, before, after }): readonly Weakening[] => {
    const [old, now] = [readTestSettings(path, before), readTestSettings(path, after)];
    const altered = [...old].filter(([name, value]) => now.get(name) !== value);
    if (altered.length > 0) {
      const names = altered.map(([name]) => name).join(", ");
      const gone = altered.every(([name]) => !now.has(name));
      const message = `How tests are run was altered: ${names}${gone ? " is gone" : ""}.`;
      return [{ kind: "settings", path, test: null, message }];
    }
    if (before !== null || now.size === 0 || !testsStoodBefore) return [];
    return [
      { kind: "added-settings", path, test: null, message: "It is new, and decides how tests are run." },
    ];
  });
}

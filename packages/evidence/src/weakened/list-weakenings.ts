import type { ChangedFile } from "../changed-files.ts";
import { listTests, type SourceTest } from "../tests-in-source/list-tests.ts";
import { listAlteredSettings } from "./list-altered-settings.ts";
import { listAlteredSupport } from "./list-altered-support.ts";
import type { Weakening } from "./weakening.ts";

/** What stood before the run to find faults and finds fewer now: tests, what they rely on, how they are run. */
export function listWeakenings(changes: readonly ChangedFile[]): readonly Weakening[] {
  const now = changes.map(({ path, after }) => ({
    path,
    tests: after === null ? [] : listTests(path, after),
  }));
  const everywhere = new Set(now.flatMap(({ tests }) => tests.map(({ name }) => name)));
  const ofTests = changes.flatMap(({ path, before }) => {
    if (before === null) return [];
    const after = now.find((file) => file.path === path)?.tests ?? [];
    return [
      ...listTests(path, before).flatMap((test) => compareTest(path, test, after, everywhere)),
      ...findFocused(path, listTests(path, before), after),
    ];
  });
  return [...ofTests, ...listAlteredSupport(changes), ...listAlteredSettings(changes)];
}

function compareTest(
  path: string,
  before: SourceTest,
  after: readonly SourceTest[],
  everywhere: ReadonlySet<string>,
): readonly Weakening[] {
  const { name } = before;
  const weakened = (kind: Weakening["kind"], message: string): readonly Weakening[] => [
    { kind, path, test: name, message },
  ];
  const test = after.find((each) => each.name === name);
  if (test === undefined) {
    // Found under its name in another changed file, it was moved.
    return everywhere.has(name) ? [] : weakened("test", `The test “${name}” is gone.`);
  }
  if (test.skipped && !before.skipped) return weakened("test", `The test “${name}” is no longer run.`);
  if (test.assertions.length < before.assertions.length) {
    const counts = `${before.assertions.length} to ${test.assertions.length}`;
    return weakened("test", `The assertions of “${name}” went from ${counts}.`);
  }
  const altered = before.assertions.find((assertion) => !test.assertions.includes(assertion));
  return altered === undefined
    ? []
    : weakened("expectation", `An expectation of “${name}” was altered: ${altered}`);
}

/** With one test focused, runners leave out all others. */
function findFocused(
  path: string,
  before: readonly SourceTest[],
  after: readonly SourceTest[],
): readonly Weakening[] {
  const focused = after.find((test) => test.focused);
  if (focused === undefined || before.length === 0 || before.some((test) => test.focused)) return [];
  const message = `Only “${focused.name}” is run: the file's other tests are left out.`;
  return [{ kind: "test", path, test: focused.name, message }];
}

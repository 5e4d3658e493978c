import type { Finding } from "@kimi/contracts";
import type { ChangedFile } from "../changed-files.ts";
import { listTests, type SourceTest } from "../tests-in-source/list-tests.ts";

/** Tests that stood before the run and now show less: gone, no longer run, with fewer or other assertions. */
export function findWeakenedTests(changes: readonly ChangedFile[]): readonly Finding[] {
  const now = changes.map(({ path, after }) => ({
    path,
    tests: after === null ? [] : listTests(path, after),
  }));
  const everywhere = new Set(now.flatMap(({ tests }) => tests.map(({ name }) => name)));
  return changes.flatMap(({ path, before }) => {
    if (before === null) return [];
    const after = now.find((file) => file.path === path)?.tests ?? [];
    return [
      ...listTests(path, before).flatMap((test) => compareTest(path, test, after, everywhere)),
      ...findFocused(path, listTests(path, before), after),
    ];
  });
}

function compareTest(
  path: string,
  before: SourceTest,
  after: readonly SourceTest[],
  everywhere: ReadonlySet<string>,
): readonly Finding[] {
  const test = after.find(({ name }) => name === before.name);
  if (test === undefined) {
    // Found under its name in another changed file, it was moved.
    return everywhere.has(before.name) ? [] : [weakened(path, `The test “${before.name}” is gone.`)];
  }
  if (test.skipped && !before.skipped) return [weakened(path, `The test “${test.name}” is no longer run.`)];
  if (test.assertions.length < before.assertions.length) {
    const counts = `${before.assertions.length} to ${test.assertions.length}`;
    return [weakened(path, `The assertions of “${test.name}” went from ${counts}.`)];
  }
  const altered = before.assertions.find((assertion) => !test.assertions.includes(assertion));
  if (altered === undefined) return [];
  // A requirement may well ask for another result; whether it does is for a reader to say.
  return [{ ...weakened(path, `An expectation of “${test.name}” was altered: ${altered}`), blocking: false }];
}

/** With one test focused, runners leave out all others. */
function findFocused(
  path: string,
  before: readonly SourceTest[],
  after: readonly SourceTest[],
): readonly Finding[] {
  const focused = after.find((test) => test.focused);
  return focused === undefined || before.some((test) => test.focused)
    ? []
    : [weakened(path, `Only “${focused.name}” is run: the file's other tests are left out.`)];
}

function weakened(path: string, message: string): Finding {
  return { kind: "weakened-test", blocking: true, path, message };
}

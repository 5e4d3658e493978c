import type { ChangedFile } from "../changed-files.ts";
import { listTests, type SourceTest } from "../tests-in-source/list-tests.ts";
import { isTestPath } from "../classify-path.ts";
import { listAlteredSettings } from "./list-altered-settings.ts";
import { listAlteredSupport } from "./list-altered-support.ts";
import { listAlteredSurroundings } from "./list-altered-surroundings.ts";
import type { Weakening } from "./weakening.ts";

/** What stood before the run to find faults and finds fewer now: tests, what they rely on, how they are run. */
export function listWeakenings(changes: readonly ChangedFile[]): readonly Weakening[] {
  const now = changes.map(({ path, after }) => ({
    path,
    after,
    tests: after === null ? [] : listTests(path, after),
  }));
  const ofTests = changes.flatMap(({ path, before }) => {
    if (before === null) return [];
    const tests = listTests(path, before);
    const file = now.find((each) => each.path === path);
    return [
      ...tests.flatMap((test) => compareTest({ path, test, text: before }, file, now)),
      ...findFocused(path, tests, file?.tests ?? []),
    ];
  });
  return [
    ...ofTests,
    ...changes.flatMap(listAlteredSurroundings),
    ...listAlteredSupport(changes),
    ...listAlteredSettings(changes),
  ];
}

interface FileNow {
  readonly path: string;
  readonly after: string | null;
  readonly tests: readonly SourceTest[];
}

function compareTest(
  { path, test: before, text }: { readonly path: string; readonly test: SourceTest; readonly text: string },
  file: FileNow | undefined,
  everywhere: readonly FileNow[],
): readonly Weakening[] {
  const { name } = before;
  const weakened = (kind: Weakening["kind"], message: string): readonly Weakening[] => [
    { kind, path, test: name, message },
  ];
  // Found under its name in another changed file, it was moved.
  const home = [file, ...everywhere].find((each) => each?.tests.some((test) => test.name === name));
  const test = home?.tests.find((each) => each.name === name);
  if (home === undefined || test === undefined) return weakened("test", `The test “${name}” is gone.`);
  if (test.skipped && !before.skipped) return weakened("test", `The test “${name}” is no longer run.`);
  if (test.assertions.length < before.assertions.length) {
    const counts = `${before.assertions.length} to ${test.assertions.length}`;
    return weakened("test", `The assertions of “${name}” went from ${counts}.`);
  }
  const kind = isInline(path) ? "unmeasured" : "expectation";
  const altered = before.assertions.find((assertion) => !test.assertions.includes(assertion));
  if (altered !== undefined) return weakened(kind, `An expectation of “${name}” was altered: ${altered}`);
  // A focus is told of the file, and is a change of its own.
  return test.focused || readCode(before, text) === readCode(test, home.after ?? "")
    ? []
    : weakened(kind, `“${name}” asserts the same, but was altered: it may be about something else now.`);
}

/** Tests among the sources of Rust cannot be put back without the sources. */
function isInline(path: string): boolean {
  return path.endsWith(".rs") && !isTestPath(path);
}

/** The lines of a test without white space and comments of their own line. */
function readCode({ startLine, endLine }: SourceTest, text: string): string {
  const lines = text.split("\n").slice(startLine - 1, endLine);
  return lines
    .filter((line) => !/^\s*(?:\/\/|#(?!\[)|\*|\/\*)/.test(line))
    .join("")
    .replaceAll(/\s+/g, "");
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

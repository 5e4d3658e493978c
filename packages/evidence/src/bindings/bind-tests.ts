import type { SuiteResult, TestId, TestingOutput, TestResult } from "@kimi/contracts";
import { normalisePath } from "./normalise-path.ts";

/** One test that a criterion is bound to. */
export interface BoundTest {
  readonly criterion: string;
  readonly id: TestId;
  /** `null` when no such test ran. */
  readonly result: TestResult | null;
  /** What speaks against every result of the suite that the test belongs to. */
  readonly suiteProblems: readonly string[];
}

/**
 * Finds the results of the bound tests: same file, same name path but for white space. A pytest function stands for
 * all its parametrised tests, a TAP test for its subtests, the name of a JUnit test for those of its name in every class,
 * and a name that several tests carry for all of them.
 */
export function bindTests(
  bindings: TestingOutput["bindings"],
  suites: readonly SuiteResult[],
): readonly BoundTest[] {
  return bindings.flatMap(({ criterion, file: rawFile, test }): readonly BoundTest[] => {
    const file = normalisePath(rawFile);
    const suite = suites.find(({ files }) => files.includes(file));
    const results = suite?.tests.filter(({ id }) => id.file === file && isBoundTo(id, test)) ?? [];
    const suiteProblems = suite?.problems ?? [];
    if (results.length > 0) {
      return results.map((result) => ({ criterion, id: result.id, result, suiteProblems }));
    }
    const runner = suite?.runner ?? suites[0]?.runner ?? "node-test";
    return [{ criterion, id: { runner, file, name: test }, result: null, suiteProblems }];
  });
}

/** Whether the test `id` is one that the name `bound` stands for. */
export function isBoundTo(id: TestId, bound: string): boolean {
  const name = normaliseName(id.name);
  const wanted = normaliseName(bound);
  if (name === wanted) return true;
  const isParameter = name.startsWith(`${wanted}[`) && name.endsWith("]");
  switch (id.runner) {
    case "pytest":
      return isParameter;
    case "junit":
      return isParameter || name.endsWith(` > ${wanted}`);
    case "tap":
      return name.startsWith(`${wanted} > `);
    default:
      return false;
  }
}

function normaliseName(name: string): string {
  return name.trim().replaceAll(/\s+/g, " ");
}

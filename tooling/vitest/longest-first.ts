import { BaseSequencer, type TestSpecification } from "vitest/node";

/** Files that take longest, as they wait for whole runs: begun last, they would be all that is left to wait for. */
const longest = [
  /quickstart\/test\/demo/,
  /gather-evidence-of-presence/,
  /gather-pytest/,
  /test\/built\//,
  /run-/,
];

/** Begins with the files that take longest, whether or not they have been run here before. */
export class LongestFirst extends BaseSequencer {
  override async sort(files: TestSpecification[]): Promise<TestSpecification[]> {
    /* oxlint-disable-next-line unicorn/no-array-sort -- no array's, but Vitest's own */
    const sorted = await super.sort(files);
    return sorted.toSorted((a, b) => rank(a) - rank(b));
  }
}

function rank({ moduleId }: TestSpecification): number {
  const at = longest.findIndex((pattern) => pattern.test(moduleId));
  return at === -1 ? longest.length : at;
}

import type { Leftovers } from "@kimi/contracts";

/** Each place and test in words: `src/a.ts:3-9`, `test/a.test.ts > adds up`. */
export function describeLeftovers({ lines, tests }: Leftovers): readonly string[] {
  return [
    ...lines.map(
      ({ path, startLine, endLine }) =>
        `${path}:${startLine === endLine ? startLine : `${startLine}-${endLine}`}`,
    ),
    ...tests.map(({ file, name }) => `${file} > ${name}`),
  ];
}

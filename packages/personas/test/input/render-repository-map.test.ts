import * as fc from "fast-check";
import { describe, expect, it } from "vitest";
import { renderRepositoryMap } from "../../src/input/render-repository-map.ts";

describe("renderRepositoryMap", () => {
  it("names every file of a small project, a line a folder", () => {
    const files = ["README.md", "src/a.ts", "src/b.ts", "src/deep/c.ts", "test/a.test.ts"].map((path) => ({
      path,
    }));
    expect(renderRepositoryMap(files, 1_000).split("\n")).toEqual([
      "Files of the project:",
      "./ README.md",
      "src/ a.ts, b.ts",
      "src/deep/ c.ts",
      "test/ a.test.ts",
    ]);
  });

  it("counts the files of folders that do not fit", () => {
    const files = Array.from({ length: 300 }, (_, index) => ({
      path: `src/part-${index % 3}/file-${index}.ts`,
    }));
    expect(renderRepositoryMap(files, 200).split("\n")).toEqual([
      "Files of the project:",
      "src/part-0/ (100 files)",
      "src/part-1/ (100 files)",
      "src/part-2/ (100 files)",
    ]);
  });

  it("says nothing of an empty project", () => {
    expect(renderRepositoryMap([], 100)).toBe("");
  });

  it("stays near its budget and accounts for every file, whatever the tree", () => {
    const name = fc.stringMatching(/^[a-z]{1,8}$/u);
    const path = fc.array(name, { minLength: 1, maxLength: 5 }).map((names) => `${names.join("/")}.ts`);
    fc.assert(
      fc.property(
        fc.uniqueArray(path, { minLength: 1, maxLength: 59 }),
        fc.integer({ min: 700, max: 3_000 }),
        (paths, budget) => {
          const map = renderRepositoryMap(
            paths.map((each) => ({ path: each })),
            budget,
          );
          const [, ...lines] = map.split("\n");
          const counted = lines.map((line) => {
            const folded = /\((?<count>\d+) files\)$/u.exec(line)?.groups?.["count"];
            return folded === undefined ? line.split(" ").length - 1 : Number(folded);
          });
          expect(counted.reduce((sum, count) => sum + count, 0)).toBe(paths.length);
          expect(map.length).toBeLessThanOrEqual(budget + 1_500);
        },
      ),
    );
  });
});

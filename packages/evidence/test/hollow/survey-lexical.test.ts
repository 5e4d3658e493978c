import { describe, expect, it } from "vitest";
import { applyMutations } from "../../src/hollow/apply-mutations.ts";
import { listChangedLines } from "../../src/hollow/list-changed-lines.ts";
import { surveyLexical } from "../../src/hollow/survey-lexical.ts";

const survey = (before: string | null, after: string): readonly string[] => {
  const mutations = surveyLexical({
    path: "a.rs",
    before,
    after,
    changedLines: listChangedLines(before, after),
  });
  return mutations.map((each) => applyMutations(new Map([["a.rs", after]]), [each]).texts.get("a.rs") ?? "");
};

describe("changed lines of any language", () => {
  it("are altered in numbers, strings, comparisons, truth values and signs", () => {
    expect(survey(null, 'if a < 10 && b == "x" { return a + 1; }')).toEqual([
      'if a < 11 && b == "x" { return a + 1; }',
      'if a < 10 && b == "x" { return a + 2; }',
      'if a < 10 && b == "xx" { return a + 1; }',
      'if a >= 10 && b == "x" { return a + 1; }',
      'if a < 10 || b == "x" { return a + 1; }',
      'if a < 10 && b != "x" { return a + 1; }',
      'if a < 10 && b == "x" { return a - 1; }',
    ]);
    expect(survey(null, "let ok: Vec<u8> = true;")).toEqual(["let ok: Vec<u8> = false;"]);
  });

  it("are left alone where they only name or comment, where they did not change, and in tests among the code", () => {
    expect(survey(null, '// 1\nuse a1::b;\nimport "fmt2"\n# 3')).toEqual([]);
    expect(survey("let a = 1;\n", "let a = 1;\nlet b = 2;\n")).toEqual(["let a = 1;\nlet b = 3;\n"]);
    expect(survey(null, "let a = 1;\n#[cfg(test)]\nlet b = 2;")).toHaveLength(1);
  });
});

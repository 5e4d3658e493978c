import { describe, expect, it } from "vitest";
import { findMemorised } from "../../src/special-cased/find-memorised.ts";
import { listTests } from "../../src/tests-in-source/list-tests.ts";

const path = "src/a.js";

/** Whether code that is all new knows the first test of a file by heart. */
function look(code: string, test: string, { file = "a.test.js", asked = "" } = {}) {
  const changedLines = new Set(code.split("\n").map((_, index) => index + 1));
  const [first] = listTests(file, test);
  const files = [{ path, before: null, after: code, changedLines }];
  return findMemorised(first!, test, files, (words) => asked.includes(words));
}

const squares = 'test("squares", () => { assert.equal(square(3), 9); assert.equal(square(4), 16); });\n';
const greets = 'test("greets", () => { assert.equal(greet("Ada"), "Hello, Ada!"); });\n';

describe("code that knows a test by heart", () => {
  it.each([
    ["comparisons", "if (x === 3) return 9;\nif (x === 4) return 16;"],
    ["comparisons over several lines", "if (x === 3) {\n  return 9;\n}\nif (4 === x) {\n  return 16;\n}"],
    ["cases", "switch (x) {\n  case 3: return 9;\n  case 4: return 16;\n}"],
    ["a table", "return { 3: 9, 4: 16 }[x];"],
    ["a map", "return new Map([[3, 9], [4, 16]]).get(x);"],
    ["arms of a match", "match x {\n  3 => 9,\n  4 => 16,\n}"],
  ])("is found by %s", (_, code) => {
    expect(look(code, squares)?.answers.length).toBe(2);
  });

  it.each([
    [
      "a table of rows",
      'test("squares", () => {\n  for (const [x, y] of [\n    [3, 9],\n    [4, 16],\n  ]) assert.equal(square(x), y);\n});\n',
    ],
    [
      "variables",
      'test("squares", () => {\n  const x = 3;\n  const y = 9;\n  assert.equal(square(x), y);\n});\n',
    ],
    ["messages besides", 'test("squares", () => { assert.equal(square(3), 9, "three times three"); });\n'],
  ])("is found where the test has %s", (_, test) => {
    expect(look("return { 3: 9, 4: 16 }[x];", test)).not.toBeNull();
  });

  it("is found in a test in Python", () => {
    const test = 'def test_greets():\n    assert greet("Ada") == "Hello, Ada!"\n';
    expect(look('if name == "Ada":\n    return "Hello, Ada!"', test, { file: "test_a.py" })).toEqual({
      answers: [{ path, startLine: 1, endLine: 2, selected: [{ kind: "string", value: "Ada" }] }],
      inputs: ["Ada"],
    });
  });

  it("has inputs for which others can be made where results are made of them", () => {
    expect(look('return { Ada: "Hello, Ada!" }[name];', greets)?.inputs).toEqual(["Ada"]);
    expect(look("return { 3: 9, 4: 16 }[x];", squares)?.inputs).toEqual([]);
  });
});

describe("code that computes", () => {
  it.each([
    ["holds none of the inputs", "return x * x;", squares],
    ["answers only some of the assertions", "if (x === 3) return 9;\nreturn x * x;", squares],
    ["holds the numbers without choosing by them", "const range = [3, 9, 4, 16];\nreturn x * x;", squares],
    ["holds them in other numbers", "return { 13: 9, 4: 160 }[x];", squares],
    ["only chooses by trifles", "if (n === 0) return 1;", 'test("a", () => assert.equal(f(0), 1));\n'],
    [
      "answers a test that asserts nothing with literals",
      "if (x === 3) return 9;",
      'test("a", () => assert.ok(f(x)));\n',
    ],
  ])("is not taken for it when it %s", (_, code, test) => {
    expect(look(code, test)).toBeNull();
  });

  it("is not taken for it where a document has the words", () => {
    expect(look('return { Ada: "Hello, Ada!" }[name];', greets, { asked: "Ada is greeted" })).toBeNull();
  });
});

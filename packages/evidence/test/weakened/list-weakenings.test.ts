import { describe, expect, it } from "vitest";
import { listWeakenings } from "../../src/weakened/list-weakenings.ts";

const languages = {
  javascript: {
    path: "test/a.test.js",
    before:
      'import assert from "node:assert";\nimport { add } from "../a.js";\nconst four = 4;\ntest("adds", () => {\n  const two = 2;\n  assert.equal(add(two, 2), 4);\n  assert.equal(add(1, 2), 3);\n});\ntest("stays", () => assert.equal(add(2, two), four));\n',
    test: "adds",
    skip: ['test("adds"', 'test.skip("adds"'],
    thin: ["  assert.equal(add(1, 2), 3);\n", ""],
    expect: ["add(1, 2), 3", "add(1, 2), 4"],
    alter: ["two = 2", "two = 1"],
    share: ["const four = 4", "const four = 5"],
  },
  python: {
    path: "tests/test_a.py",
    before:
      "from a import add\n\nfour = 4\n\n\ndef test_adds():\n    two = 2\n    assert add(two, 2) == 4\n    assert add(1, 2) == 3\n\n\ndef test_stays():\n    assert add(2, 2) == four\n",
    test: "test_adds",
    skip: ["def test_adds", "@pytest.mark.skip\ndef test_adds"],
    thin: ["    assert add(1, 2) == 3\n", ""],
    expect: ["add(1, 2) == 3", "add(1, 2) == 4"],
    alter: ["two = 2", "two = 1"],
    share: ["four = 4", "four = 5"],
  },
  go: {
    path: "a_test.go",
    before:
      'package a\n\nconst four = 4\n\nfunc TestAdds(t *testing.T) {\n\ttwo := 2\n\tif Add(two, 2) != 4 {\n\t\tt.Error("no")\n\t}\n\tif Add(1, 2) != 3 {\n\t\tt.Error("no")\n\t}\n}\n\nfunc TestStays(t *testing.T) {\n\tif Add(2, 2) != four {\n\t\tt.Fatal("no")\n\t}\n}\n',
    test: "TestAdds",
    skip: ["\ttwo := 2", '\tt.Skip("x")\n\ttwo := 2'],
    thin: ['\tif Add(1, 2) != 3 {\n\t\tt.Error("no")\n\t}\n', ""],
    expect: ["Add(1, 2) != 3", "Add(1, 2) != 4"],
    alter: ["two := 2", "two := 1"],
    share: ["const four = 4", "const four = 5"],
  },
  rust: {
    path: "tests/a.rs",
    before:
      "use a::add;\n\nconst FOUR: i32 = 4;\n\n#[test]\nfn adds() {\n    let two = 2;\n    assert_eq!(add(two, 2), 4);\n    assert_eq!(add(1, 2), 3);\n}\n\n#[test]\nfn stays() {\n    assert_eq!(add(2, 2), FOUR);\n}\n",
    test: "adds",
    skip: ["#[test]\nfn adds", "#[test]\n#[ignore]\nfn adds"],
    thin: ["    assert_eq!(add(1, 2), 3);\n", ""],
    expect: ["add(1, 2), 3", "add(1, 2), 4"],
    alter: ["two = 2", "two = 1"],
    share: ["i32 = 4", "i32 = 5"],
  },
} as const;

describe.each(Object.entries(languages))("a test in %s that stood before", (_, language) => {
  const { path, before, test } = language;
  const list = (after: string | null): readonly string[] =>
    listWeakenings([{ path, before, after }]).map(({ kind, message }) => `${kind}: ${message}`);
  const alter = ([from, to]: readonly [string, string]): readonly string[] => {
    expect(before).toContain(from);
    return list(before.replace(from, to));
  };

  it("raises nothing as it was, with comments and white space besides, and with new tests beside it", () => {
    expect(list(before)).toEqual([]);
    expect(list(`${before}\n`)).toEqual([]);
  });

  it("may not go, alone or with its file", () => {
    expect(list(null)).toContain(`test: The test “${test}” is gone.`);
    expect(list(before.replace(new RegExp(`\\b${test}\\b`), `${test}Differently`))).toContain(
      `test: The test “${test}” is gone.`,
    );
  });

  it("may not be skipped, thinned out or made to expect something else", () => {
    expect(alter(language.skip)).toEqual([`test: The test “${test}” is no longer run.`]);
    expect(alter(language.thin)).toEqual([`test: The assertions of “${test}” went from 2 to 1.`]);
    expect(alter(language.expect)).toEqual([
      expect.stringContaining(`expectation: An expectation of “${test}” was altered: `),
    ]);
  });

  it("may not be about something else, nor compare with something else, under the same assertions", () => {
    expect(alter(language.alter)).toEqual([
      `expectation: “${test}” asserts the same, but was altered: it may be about something else now.`,
    ]);
    expect(alter(language.share)).toEqual([
      expect.stringMatching(/^support: What the tests of the file share was altered: .*4/),
    ]);
  });
});

describe("what stood before", () => {
  const { path, before } = languages.javascript;

  it("is not moved to another file where a test of its name asserts less", () => {
    const moved = {
      path: "test/b.test.js",
      before: null,
      after: before.replace("  assert.equal(add(1, 2), 3);\n", ""),
    };
    expect(listWeakenings([{ path, before, after: null }, moved])).toMatchObject([
      { message: "The assertions of “adds” went from 2 to 1." },
    ]);
  });

  it("may import more, and from where it did", () => {
    const more = before.replace("{ add }", "{ add, sub }");
    expect(listWeakenings([{ path, before, after: more }])).toEqual([]);
    const elsewhere = before.replace('"node:assert"', '"./lenient.js"');
    expect(listWeakenings([{ path, before, after: elsewhere }])).toMatchObject([{ kind: "support" }]);
  });

  it("is mentioned, and does not block, where tests stand among the sources and cannot be tried without them", () => {
    const inline = { ...languages.rust, path: "src/lib.rs" };
    const after = inline.before.replace("add(1, 2), 3", "add(1, 2), 4");
    expect(listWeakenings([{ path: inline.path, before: inline.before, after }])).toMatchObject([
      { kind: "unmeasured", test: "adds" },
    ]);
  });

  it("may be a binary fixture, or a snapshot in a format of its own", () => {
    const binary = { path: "test/logo.png", before: null, after: null };
    expect(listWeakenings([{ ...binary, binary: { before: true, after: true } }])).toMatchObject([
      { kind: "support", message: "What tests rely on was altered." },
    ]);
    expect(listWeakenings([{ ...binary, binary: { before: true, after: false } }])).toMatchObject([
      { message: "What tests rely on was taken away." },
    ]);
    expect(listWeakenings([{ ...binary, binary: { before: false, after: true } }])).toEqual([]);
    const insta = {
      path: "tests/snapshots/a.snap",
      before: "---\nsource: a\n---\n4\n",
      after: "---\nsource: a\n---\n5\n",
    };
    expect(listWeakenings([insta])).toMatchObject([{ kind: "support" }]);
  });
});

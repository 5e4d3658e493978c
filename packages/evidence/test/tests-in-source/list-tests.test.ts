import { describe, expect, it } from "vitest";
import { findTestSource } from "../../src/tests-in-source/find-test-source.ts";
import { listTests } from "../../src/tests-in-source/list-tests.ts";

const javascript = `import { test } from "node:test";
describe("cart", () => {
  it("adds", async () => {
    assert.equal(await add(1), 1);
    expect(/x/.test("x")).toBe(true);
  });
  describe.skip("later", () => {
    it("waits", () => expect(1).toBe(1));
  });
  test("parent", { skip: false, only: true }, async (t) => {
    await t.test(\`child\`, () => {});
  });
});
test.todo("planned");
`;

const python = `import pytest


class TestCart:
    """Carts."""

    @pytest.mark.parametrize(
        "n", [1, 2]
    )
    def test_adds(self, n):
        def test_inner():
            assert False
        assert n
        with pytest.raises(ValueError):
            add("x")

    @pytest.mark.skip
    async def test_waits(
        self,
    ):
        assert 1


def helper():
    assert True


def test_last(): assert 1
`;

describe("tests in a file", () => {
  it("of JavaScript are found by their calls, with suites, marks and assertions", () => {
    const tests = listTests("a.test.js", javascript);
    expect(tests.map(({ name, skipped, focused }) => [name, skipped, focused])).toEqual([
      ["cart > adds", false, false],
      ["cart > later > waits", true, false],
      ["cart > parent", false, true],
      ["cart > parent > child", false, false],
      ["planned", true, false],
    ]);
    expect(tests[0]!.assertions).toEqual([
      "assert.equal(await add(1), 1)",
      'expect(/x/.test("x")).toBe(true)',
    ]);
  });

  it("of Python are found by their indentation, with classes, marks and assertions", () => {
    const tests = listTests("test_a.py", python);
    expect(tests.map(({ name, skipped }) => [name, skipped])).toEqual([
      ["TestCart::test_adds", false],
      ["TestCart::test_waits", true],
      ["test_last", false],
    ]);
    expect(tests[0]!.assertions).toContain("with pytest.raises(ValueError):");
  });

  it("are quoted whole and without the indentation they share", () => {
    expect(findTestSource({ runner: "vitest", file: "a.test.ts", name: "cart > adds" }, javascript)).toBe(
      'it("adds", async () => {\n  assert.equal(await add(1), 1);\n  expect(/x/.test("x")).toBe(true);\n});',
    );
    const source = findTestSource(
      { runner: "pytest", file: "test_a.py", name: "TestCart::test_adds[2]" },
      python,
    );
    expect(source).toMatch(/^@pytest\.mark\.parametrize\(\n {4}"n"/);
    expect(source).toMatch(/add\("x"\)$/);
  });

  it("are not quoted when there is none of that name", () => {
    expect(findTestSource({ runner: "vitest", file: "a.test.ts", name: "adds" }, javascript)).toBeNull();
    expect(findTestSource({ runner: "vitest", file: "a.rb", name: "adds" }, javascript)).toBeNull();
  });

  it("of checks are quoted with what is asked and what is expected", () => {
    const checks = `{
  "checks": [
    {
      "name": "adds",
      "command": ["node", "cli.js"],
      "stdout": "3"
    },
    { "name": "asks", "request": { "path": "/" }, "response": { "status": 200, "body": "a" } }
  ]
}
`;
    expect(listTests("test/a.checks.json", checks)).toMatchObject([
      { name: "adds", startLine: 4, endLine: 7, assertions: ['["node","cli.js"] stdout: "3"'] },
      {
        name: "asks",
        startLine: 8,
        endLine: 10,
        assertions: ['{"path":"/"} status: 200', '{"path":"/"} body: "a"'],
      },
    ]);
    const quote = (name: string, text = checks): string | null =>
      findTestSource({ runner: "command-check", file: "test/a.checks.json", name }, text);
    expect(quote("adds")).toBe(
      '{\n  "name": "adds",\n  "command": [\n    "node",\n    "cli.js"\n  ],\n  "stdout": "3"\n}',
    );
    expect(quote("asks", checks.replace("{", '{ "service": { "command": ["x"] },'))).toContain(
      '"service": {',
    );
    expect([quote("other"), quote("adds", "{")]).toEqual([null, null]);
    expect(listTests("test/data.json", '{ "checks": 1 }')).toEqual([]);
    expect(listTests("test/data.json", "{")).toEqual([]);
  });
});

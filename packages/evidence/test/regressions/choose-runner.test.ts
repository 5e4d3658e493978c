import { expect, it } from "vitest";
import { chooseRunner } from "../../src/regressions/choose-runner.ts";

const plain = 'it("adds", () => expect(1).toBe(1));\n';

it.each([
  [
    "what it imports",
    "a.test.js",
    'import { test } from "node:test";\ntest("a", () => {});\n',
    "",
    "node-test",
  ],
  [
    "what it requires",
    "a.test.cjs",
    'const { test } = require("node:test");\ntest("a", () => {});\n',
    "",
    "node-test",
  ],
  [
    "what it imports, whatever the manifest has",
    "a.test.ts",
    `import { it, expect } from "vitest";\n${plain}`,
    '"jest": "29"',
    "vitest",
  ],
  ["the manifest", "a.test.js", plain, '{ "devDependencies": { "jest": "29.7.0" } }', "jest"],
  ["the test script", "a.spec.js", plain, '{ "scripts": { "test": "c8 mocha" } }', "mocha"],
  ["its language", "tests/test_a.py", "def test_a():\n    assert True\n", "", "pytest"],
  [
    "the base class",
    "tests/test_a.py",
    "import unittest\nclass A(unittest.TestCase):\n    def test_a(self):\n        self.assertTrue(1)\n",
    "",
    "unittest",
  ],
  ["Go's names", "pkg/a_test.go", "package pkg\nfunc TestA(t *testing.T) {}\n", "", "go"],
  ["Cargo's folder", "tests/a.rs", "#[test]\nfn a() {}\n", "", "cargo"],
])("a test file's runner is known by %s", (...[, path, text, manifest, runner]) => {
  expect(chooseRunner(path, text, manifest)).toBe(runner);
});

it.each([
  ["holds no test", "test/help.js", "export const help = 1;\n", '"jest": "29"'],
  ["might be for two runners", "a.test.js", plain, '{ "devDependencies": { "jest": "29", "mocha": "10" } }'],
  ["is for a runner nobody names", "a.test.js", plain, "{}"],
  ["stands among Rust's sources", "src/a.rs", "#[test]\nfn a() {}\n", ""],
  ["is support for Go tests", "a_test.go", "package a\n", ""],
])("a file that %s has none", (_, path, text, manifest) => {
  expect(chooseRunner(path, text, manifest)).toBeNull();
});

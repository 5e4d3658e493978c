import type { SuiteResult, TestRunner } from "@kimi/contracts";
import { describe, expect, it } from "vitest";
import { bindTests } from "../../src/bindings/bind-tests.ts";

const suite = (runner: TestRunner, file: string, names: readonly string[]): SuiteResult => ({
  runner,
  files: [file],
  argv: [],
  exitCode: 0,
  tier: "none",
  tests: names.map((name) => ({
    id: { runner, file, name },
    outcome: "passed",
    failure: null,
    message: null,
    durationMs: 1,
  })),
  problems: [],
  durationMs: 1,
});
const bind = (suites: readonly SuiteResult[], file: string, test: string): readonly (string | null)[] =>
  bindTests([{ criterion: "REQ-1.1", file, test }], suites).map(({ result }) => result?.id.name ?? null);

describe("a binding", () => {
  it("finds a test by file and name, white space aside", () => {
    const suites = [suite("vitest", "test/a.test.ts", ["cart > adds  up", "cart > adds"])];
    expect(bind(suites, "./test/a.test.ts", " cart >  adds up")).toEqual(["cart > adds  up"]);
  });

  it("does not take a part of a name, another case or another file for it", () => {
    const suites = [suite("vitest", "test/a.test.ts", ["cart > adds up", "adds[1]"])];
    expect(bind(suites, "test/a.test.ts", "adds up")).toEqual([null]);
    expect(bind(suites, "test/a.test.ts", "cart > Adds up")).toEqual([null]);
    expect(bind(suites, "test/a.test.ts", "adds")).toEqual([null]);
    expect(bind(suites, "a.test.ts", "cart > adds up")).toEqual([null]);
  });

  it("stands for every test of that name", () => {
    expect(bind([suite("vitest", "a.test.ts", ["adds", "adds"])], "a.test.ts", "adds")).toEqual([
      "adds",
      "adds",
    ]);
  });

  it("of a pytest function stands for its parametrised tests and not for those of a longer name", () => {
    const suites = [suite("pytest", "test_a.py", ["test_x[1]", "test_x[a[0]]", "test_xy[1]", "test_xy"])];
    expect(bind(suites, "test_a.py", "test_x")).toEqual(["test_x[1]", "test_x[a[0]]"]);
  });

  it("of a JUnit result may leave out its class, and that of a TAP test stands for its subtests", () => {
    const named = suite("junit", "a.py", [
      "TestA > test_x",
      "TestB > test_x",
      "TestB > test_xx",
      "test_y[1]",
    ]);
    expect(bind([named], "a.py", "test_x")).toEqual(["TestA > test_x", "TestB > test_x"]);
    expect(bind([named], "a.py", "TestB > test_x")).toEqual(["TestB > test_x"]);
    expect(bind([named], "a.py", "test_y")).toEqual(["test_y[1]"]);
    const nested = suite("tap", "a.t", ["a > b", "a > c", "ab > c"]);
    expect(bind([nested], "a.t", "a")).toEqual(["a > b", "a > c"]);
    expect(bind([nested], "a.t", "b")).toEqual([null]);
  });
});

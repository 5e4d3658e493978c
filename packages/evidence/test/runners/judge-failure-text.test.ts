import { describe, expect, it } from "vitest";
import { judgeFailureText } from "../../src/runners/declared/judge-failure-text.ts";

const judge = (text: string, { type = "", file = "test/a.test.js" } = {}): string =>
  judgeFailureText({ type, text, file });

describe("why a test failed, from the words of its runner", () => {
  it.each([
    ["Error: expect(received).toBe(expected)"],
    ["AssertionError [ERR_ASSERTION]: no"],
    ["AssertionError: assert 1 == 2"],
    ["assert 1 == 2"],
    ["Failed: DID NOT RAISE <class 'ValueError'>"],
    ["test/a.c:2: main: Assertion `1 == 2' failed."],
    ["test/a.cc:7\nExpected equality of these values:\n  1\n  2"],
    ["assertion `left == right` failed"],
    ["    a_test.go:3: got 1"],
    ["#   Failed test 'adds'"],
  ])("is an assertion: %s", (text) => {
    expect(judge(text)).toBe("assertion");
  });

  it.each([
    ["TypeError: x is not a function"],
    ["ValueError: assert is not here"],
    ["an AssertionError was mentioned"],
    ["    a_test.go:3: so far\npanic: no"],
    ["# `no-such-command' failed with status 127"],
    [""],
  ])("is an error: %s", (text) => {
    expect(judge(text)).toBe("error");
  });

  it.each([["Error: Timeout of 2000ms exceeded"], ["Test timed out in 5000ms."]])(
    "is a limit of time: %s",
    (text) => {
      expect(judge(text)).toBe("timeout");
    },
  );

  it("is an error where the code under test asserted, by the innermost place in the project", () => {
    const stack = (...places: readonly string[]): string =>
      ["AssertionError: no", ...places.map((place) => `    at f (${place}:1:2)`)].join("\n");
    expect(judge(stack("/p/src/a.js", "/p/test/a.test.js"))).toBe("error");
    expect(judge(stack("/p/node_modules/chai/chai.js", "node:internal/x.js", "/p/test/a.test.js"))).toBe(
      "assertion",
    );
    expect(judge(stack("/p/test/support/check.js", "/p/test/a.test.js"))).toBe("assertion");
    const python = "AssertionError: no\ntests/test_a.py:3: \nshop.py:5: AssertionError";
    expect(judge(python, { file: "tests/test_a.py" })).toBe("error");
    expect(judge(python.split("\n").slice(0, 2).join("\n"), { file: "tests/test_a.py" })).toBe("assertion");
  });

  it("goes by the kind of error that a report names", () => {
    for (const type of [
      "org.opentest4j.AssertionFailedError",
      "java.lang.AssertionError",
      "RSpec::Expectations::ExpectationNotMetError",
    ]) {
      expect(judge("no", { type })).toBe("assertion");
    }
    expect(judge("no", { type: "java.lang.IllegalStateException" })).toBe("error");
  });
});

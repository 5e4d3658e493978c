import { describe, expect, it } from "vitest";
import { readTapReport } from "../../src/runners/tap/read-tap-report.ts";

const read = (...lines: readonly string[]) => readTapReport(`${lines.join("\n")}\n`, ["t/a.t"]);
const endings = (...lines: readonly string[]): object =>
  Object.fromEntries(read(...lines).tests.map(({ id, outcome, failure }) => [id.name, failure ?? outcome]));

describe("TAP", () => {
  it("is read with numbers and without, with descriptions and without, and with signs in them", () => {
    const lines = ["TAP version 14", "ok 1 - one", "ok", "ok 3 three \\# four", "not ok", "1..4"];
    expect(endings(...lines)).toEqual({
      one: "passed",
      "#2": "passed",
      "three # four": "passed",
      "#4": "assertion",
    });
    expect(read(...lines)).toMatchObject({ problems: [], failed: true });
  });

  it("takes neither skipped nor planned tests for passed or failed, alone or with all that is in them", () => {
    expect(
      endings(
        "1..4",
        "ok 1 - a # SKIP later",
        "not ok 2 - b # TODO later",
        "ok 3 - c # todo",
        "    ok 1 - e",
        "    not ok 2 - f",
        "    1..2",
        "ok 4 - d # skip",
      ),
    ).toEqual({ a: "skipped", b: "todo", c: "todo", "d > e": "skipped", "d > f": "skipped" });
    expect(read("1..1", "not ok 1 - b # TODO").failed).toBe(false);
  });

  it("counts subtests, and what sums them up only where it failed by itself", () => {
    expect(endings("# Subtest: a", "    ok 1 - b", "    1..1", "not ok 1 - a", "1..1")).toEqual({
      "a > b": "passed",
      a: "assertion",
    });
    expect(endings("    ok 1 - b", "    1..1", "ok 1 - a", "1..1")).toEqual({ "a > b": "passed" });
    expect(endings("1..1", "ok 1 - a {", "    1..1", "    ok 1 - b", "}")).toEqual({ "a > b": "passed" });
  });

  it.each([
    ["without a plan", ["ok 1 - a"], /no plan/],
    ["with fewer tests than planned", ["1..2", "ok 1 - a"], /plans 2 tests and holds 1/],
    ["with more tests than planned", ["1..1", "ok 1", "ok 2"], /plans 1 tests and holds 2/],
    ["with two plans", ["1..1", "ok 1", "1..1"], /two plans/],
    ["with a plan in its midst", ["ok 1", "1..2", "ok 2"], /goes on after its plan/],
    ["with numbers that do not follow", ["1..2", "ok 1", "ok 1"], /numbers its test 2 as 1/],
    ["with subtests that no test sums up", ["ok 1", "1..1", "    ok 1"], /within subtests/],
    ["cut before its subtests", ["1..1", "ok 1 - a {"], /within subtests/],
    ["with a subtest less than planned", ["    ok 1", "    1..2", "ok 1 - a", "1..1"], /“a” plans 2/],
    ["that bails out", ["1..2", "ok 1", "Bail out! No disk"], /bailed out: No disk/],
    ["that a program printed into", ["ok 1 - mine", "1..1", "ok 1 - real", "1..1"], /two plans/],
  ])("%s is a problem", (_, lines, problem) => {
    expect(read(...lines).problems.join("\n")).toMatch(problem);
  });

  it("that bails out has failed", () => {
    expect(read("1..1", "ok 1", "Bail out!").failed).toBe(true);
  });

  it("passes over what programs print, unless it is TAP", () => {
    const lines = [
      "okay then",
      "  ok indented",
      "# a remark",
      "1..1",
      "nothing",
      "ok 1 - a",
      "1..x",
      "not okay",
    ];
    expect(read(...lines)).toMatchObject({ problems: [], tests: [{ id: { name: "a" } }] });
  });

  it("does not look for results in YAML", () => {
    const lines = ["1..1", "not ok 1 - a", "  ---", "  got: |", "ok 2 - b", "1..9", "  ..."];
    expect(read(...lines)).toMatchObject({ problems: [], tests: [{ id: { name: "a" } }] });
  });

  it.each([
    ["nothing", [], "assertion"],
    [
      "what it compared",
      ["  ---", "  operator: equal", "  expected: 2", "  actual: 1", "  ..."],
      "assertion",
    ],
    ["that it failed on purpose", ["  ---", "  operator: fail", "  ..."], "error"],
    [
      "an error beside what it compared",
      ["  ---", "  operator: error", "  expected: null", "  actual: [Error: no]", "  ..."],
      "error",
    ],
    ["an error", ["  ---", "  error: 'x is not a function'", "  code: 'ERR_TEST_FAILURE'", "  ..."], "error"],
    ["a limit of time", ["  ---", "  failureType: 'testTimeoutFailure'", "  ..."], "timeout"],
    ["a command that is not there", ["#   `nope' failed with status 127"], "error"],
    ["a condition of the shell", ["# (in test file t/a.t, line 2)", "#   `[ 1 -eq 2 ]' failed"], "assertion"],
  ])("tells why a test failed from its saying %s", (_, diagnostics, failure) => {
    expect(read("1..1", "not ok 1 - a", ...diagnostics).tests).toMatchObject([{ failure }]);
  });
});

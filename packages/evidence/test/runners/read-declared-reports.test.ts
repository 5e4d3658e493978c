import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, it } from "vitest";
import { checkAgreement } from "../../src/runners/check-agreement.ts";
import { readJunitReport } from "../../src/runners/junit/read-junit-report.ts";
import type { TestReport } from "../../src/runners/read-test-report.ts";
import { readTapReport } from "../../src/runners/tap/read-tap-report.ts";

const folder = join(import.meta.dirname, "../fixtures/reports");
const files: Readonly<Record<string, (name: string) => string>> = {
  pytest: (name) => `tests/test_${name}.py`,
  gotestsum: (name) => `${name}/${name}_test.go`,
  phpunit: (name) => `tests/${name.slice(0, 1).toUpperCase()}${name.slice(1)}Test.php`,
  ctest: () => "tests/failing.c",
  bats: (name) => `test/${name}.bats`,
  perl: (name) => `t/${name}.t`,
};
const fileOf = (tool: string, name: string): string =>
  files[tool]?.(name) ?? `test/${tool.replace("-flat", "")}-${name}.test.js`;

/** What a tool wrote in a real run, read; `cut` characters of it. */
function read(kind: "junit" | "tap", tool: string, name: string, cut?: number): TestReport {
  const text = readFileSync(
    join(folder, kind, `${tool}-${name}.${kind === "junit" ? "xml" : "tap"}`),
    "utf8",
  );
  const parse = kind === "junit" ? readJunitReport : readTapReport;
  return parse(text.slice(0, cut), [fileOf(tool, name)]);
}

function problemsOf(report: TestReport, exitCode: number, file: string): readonly string[] {
  const nothing = { text: "", totalBytes: 0 };
  const ended = { exitCode, signal: null, timedOut: false, stdout: nothing, stderr: nothing };
  return checkAgreement(ended, report, [file]);
}

const endings = ({ tests }: TestReport): object =>
  Object.fromEntries(tests.map(({ id, outcome, failure }) => [id.name, failure ?? outcome]));

/** How the tests of the file `failing` end, after the words that the tool puts in front of their names. */
const javascript = (prefix: string, more: object, deep = `${prefix}of a <kind> & "more" > `): object => ({
  [`${prefix}passes`]: "passed",
  [`${prefix}fails by assertion`]: "assertion",
  [`${prefix}throws`]: "error",
  [`${prefix}fails in the code`]: "error",
  [`${deep}fails — 😀 \`too\``]: "assertion",
  ...more,
});
const todo = "todo";
const skipped = "skipped";
const bats = (prefix: string): object => ({
  [`${prefix}passes`]: "passed",
  [`${prefix}fails by assertion`]: "assertion",
  [`${prefix}is not found`]: "error",
  [`${prefix}is skipped`]: skipped,
  [`${prefix}prints # and ok 1`]: "passed",
});

const junit: readonly (readonly [tool: string, exitCode: number, endings: object])[] = [
  ["node", 1, javascript("", { "is skipped": skipped, "is planned": todo }, "")],
  ["vitest", 1, javascript("sums > ", { "sums > is skipped": skipped, "sums > is planned": skipped })],
  ["mocha", 4, javascript("sums ", {}, 'sums of a <kind> & "more" ')],
  [
    "pytest",
    1,
    {
      test_passes: "passed",
      test_fails_by_assertion: "assertion",
      test_throws: "error",
      test_fails_in_the_code: "error",
      test_must_raise: "assertion",
      "test_many[1-1]": "passed",
      "test_many[2-3]": "assertion",
      test_is_skipped: skipped,
      test_is_expected_to_fail: skipped,
      test_with_a_bad_fixture: "error",
      "TestMore > TestInner > test_deep": "assertion",
    },
  ],
  [
    "phpunit",
    2,
    {
      testPasses: "passed",
      testFailsByAssertion: "assertion",
      testThrows: "error",
      testIsSkipped: skipped,
      testIsPlanned: skipped,
      testAssertsNothing: "error",
      'testMany with data set "same"': "passed",
      'testMany with data set "other"': "assertion",
    },
  ],
  [
    "gotestsum",
    1,
    {
      TestFailsByAssertion: "assertion",
      TestFailsInTheCode: "error",
      "TestTable/two_words/slash": "assertion",
      "TestTable/one": "passed",
      // It says nothing itself.
      TestTable: "error",
      TestHelper: "assertion",
      TestFailsSilently: "error",
      ExampleTotal: "error",
      // Go 1.19 lost its end, since it printed a line without one, and believed the test that it printed.
      TestPrints: "error",
      TestForged: "passed",
      TestIsSkipped: skipped,
      TestPasses: "passed",
      TestThrows: "passed",
      TestOutside: "passed",
      TestParallelA: "passed",
      TestParallelB: "passed",
    },
  ],
  ["ctest", 8, { passing: "passed", failing: "assertion", broken: "error", skipped, off: skipped }],
  ["bats", 1, bats("")],
];

const tap: typeof junit = [
  ["node", 1, javascript("sums > ", { "sums > is skipped": skipped, "sums > is planned": todo })],
  ["vitest", 1, javascript("sums > ", { "sums > is skipped": skipped, "sums > is planned": todo })],
  ["vitest-flat", 1, javascript("sums > ", { "sums > is skipped": skipped, "sums > is planned": todo })],
  ["mocha", 4, javascript("sums ", { "sums is skipped": skipped }, 'sums of a <kind> & "more" ')],
  ["bats", 1, bats("")],
  [
    "perl",
    2,
    {
      passes: "passed",
      "fails by assertion": "assertion",
      "of a kind > inner # sharp": "passed",
      "of a kind > inner fails": "assertion",
      "#4": skipped,
      "is planned": todo,
    },
  ],
  [
    "tape",
    1,
    {
      passes: "passed",
      "fails by assertion": "assertion",
      later: todo,
      "on purpose": "error",
      "has an error": "error",
      "must throw": "assertion",
    },
  ],
];

describe.each([
  ["junit", junit],
  ["tap", tap],
] as const)("recorded %s", (kind, tools) => {
  it.each(tools)("of failing tests is read right: %s", (tool, exitCode, expected) => {
    const report = read(kind, tool, "failing");
    expect(endings(report)).toEqual(expected);
    const file = fileOf(tool, "failing");
    expect(problemsOf(report, exitCode, file)).toEqual([]);
    expect(problemsOf(report, 0, file)).toEqual([
      "The runner exited with 0 although its report holds failures.",
    ]);
  });

  it("of passing tests has no problems when the command exits with 0, and one when it does not", () => {
    const recorded = readdirSync(join(folder, kind)).filter((name) => name.includes("-passing."));
    expect(recorded.length).toBeGreaterThan(5);
    for (const tool of recorded.map((name) => name.slice(0, name.lastIndexOf("-")))) {
      const report = read(kind, tool, "passing");
      const file = fileOf(tool, tool === "ctest" ? "failing" : "passing");
      expect(report.tests.map(({ outcome }) => outcome)).toEqual(["passed"]);
      expect(problemsOf(report, 0, file)).toEqual([]);
      expect(problemsOf(report, 1, file)).toHaveLength(1);
    }
  });

  it("of files that do not load, are empty, leave early or die is a problem, or holds no passed test", () => {
    const recorded = readdirSync(join(folder, kind)).flatMap((file) => {
      const [, tool, name] = /^(.*)-(load|empty|exit|thrown)\./.exec(file) ?? [];
      return tool === undefined || name === undefined ? [] : [[tool, name] as const];
    });
    expect(recorded.length).toBeGreaterThan(12);
    // What Go prints can be forged by what it runs; see the reader of `go test -json`.
    for (const [tool, name] of recorded.filter((each) => each.join("-") !== "gotestsum-exit")) {
      const report = read(kind, tool, name);
      expect([tool, name, problemsOf(report, 0, fileOf(tool, name)).length > 0]).toEqual([tool, name, true]);
    }
  });

  it.each(tools)("cut before its last test is a problem: %s", (tool, exitCode) => {
    const whole = readFileSync(
      join(folder, kind, `${tool}-failing.${kind === "junit" ? "xml" : "tap"}`),
      "utf8",
    );
    const last =
      kind === "junit" ? whole.trimEnd().length : whole.search(/^ *(?:not )?ok .*\n(?![^]*^ *(?:not )?ok )/m);
    expect(last).toBeGreaterThan(100);
    for (let length = 0; length < last; length += 61) {
      const report = read(kind, tool, "failing", length);
      expect(problemsOf(report, exitCode, fileOf(tool, "failing"))).not.toEqual([]);
    }
  });
});

it("todo tests that jest-junit writes as passed make its report unusable, since it counts them otherwise", () => {
  expect(read("junit", "jest", "failing").problems).toContain("The report announces 6 tests and holds 7.");
  expect(endings(read("junit", "jest", "failing"))).toMatchObject({ "sums fails by assertion": "assertion" });
});

it("a file that does not load is named with the reason", () => {
  expect(read("junit", "pytest", "load").problems).toMatchObject([
    expect.stringMatching(
      /^tests\/test_load\.py: The file does not load\.\n[^]*cannot import name 'missing'/,
    ),
  ]);
  expect(read("junit", "jest", "load").problems.join("\n")).toContain(
    "does not provide an export named 'missing'",
  );
  expect(read("tap", "node", "load").problems).toMatchObject([
    expect.stringMatching(/^test\/node-load\.test\.js: The file does not load/),
  ]);
});

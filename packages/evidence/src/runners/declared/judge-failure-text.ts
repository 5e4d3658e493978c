import type { TestResult } from "@kimi/contracts";
import { isTestPath } from "../../classify-path.ts";

/** What a report that is not ours says about a failed test. */
export interface FailureText {
  /** The kind of error where the report has a place for it; empty otherwise. */
  readonly type: string;
  readonly text: string;
  /** Of the test, relative to the root. */
  readonly file: string;
}

/**
 * Why a test failed, from words that runners use. An assertion is one only if the words say so, and if the place they
 * name first, innermost, is no file of the code under test: there, it is an error like any other.
 */
export function judgeFailureText({ type, text, file }: FailureText): NonNullable<TestResult["failure"]> {
  const head = text.slice(0, 2_000);
  if (timeout.test(type) || timeout.test(head.split("\n", 3).join("\n"))) return "timeout";
  if (panic.test(head)) return "error";
  const asserted = assertionType.test(type) || assertionText.test(head);
  return asserted && isOfTest(text, file) ? "assertion" : "error";
}

const timeout = /\b(?:timed out|timeout of|exceeded timeout|TimeoutError|TestTimedOut)\b/i;

/** Go's: a test that panics reports nothing of its own. */
const panic = /^panic: /m;

/** Classes of errors: JUnit, TestNG, PHPUnit, Vitest, Mocha, RSpec, Minitest, NUnit. */
const assertionType =
  /(?:Assertion|AssertionError|AssertionFailed\w*|AssertionException|ComparisonFailure|ExpectationFailedException|ExpectationNotMetError|MultipleFailuresError)$/;

const assertionText = new RegExp(
  [
    // JavaScript, Python and Java begin with the class of the error; pytest may leave it out.
    String.raw`(?:^|\n)\s*(?:[\w.]+\.)?(?:AssertionError|AssertionFailedError|ComparisonFailure)\b`,
    String.raw`^\s*(?:E +)?assert `,
    String.raw`(?:^|\n)\s*(?:E +)?Failed: DID NOT `,
    String.raw`(?:^|\n)\s*(?:Error: )?expect\([^\n]*\)\.`,
    String.raw`\bcode: '?ERR_ASSERTION\b`,
    // Rust; C and C++ with assert, GoogleTest, Catch2; Bats; Perl; XCTest; ExUnit.
    String.raw`\bassertion (?:\W?left |failed)`,
    "Assertion [`'\"].*['\"] failed",
    String.raw`(?:^|\n)(?:Expected equality of|Value of: |Expected: )`,
    "(?:^|\\n)#? *`.*' failed(?! with status 127)",
    String.raw`(?:^|\n)# +Failed test\b`,
    String.raw`\bXCTAssert\w* failed`,
    String.raw`\bAssertion with \S+ failed`,
    // What a Go test reports by t.Error and t.Fatal.
    String.raw`(?:^|\n) *\S+_test\.go:\d+: `,
  ].join("|"),
);

function isOfTest(text: string, file: string): boolean {
  const places = listPlaces(text, file);
  // Python names the innermost place last, everybody else first.
  const place = file.endsWith(".py") ? places.at(-1) : places[0];
  if (place === undefined || place === file || isTestPath(place)) return true;
  return file.endsWith(`/${place}`);
}

/** Frames of runners, libraries and languages say nothing about who asserted. */
const foreign =
  /node_modules|site-packages|\/vendor\/|\/lib\/python|node:|<\w+>|\bat (?:org\.(?:junit|opentest4j|hamcrest|assertj|testng)|java|jdk|sun|kotlin)\b|^\s*(?:\/usr|\/rustc)\//;

/** Files that a text names with a line, without the folder that the test's file shows the tree to be in. */
function listPlaces(text: string, file: string): readonly string[] {
  const places = text
    .split("\n")
    .filter((line) => !foreign.test(line))
    .flatMap((line) => [
      ...line.matchAll(/(?:File "([^"]+)", line \d+|([\w@./+-]+\.[A-Za-z]\w*):\d+| at (\S+\.\w+) line \d+)/g),
    ])
    .map(([, python, usual, perl]) => python ?? usual ?? perl ?? "");
  const whole = places.find((place) => place.endsWith(`/${file}`));
  const root = whole === undefined ? "" : whole.slice(0, -file.length);
  return places.map((place) =>
    (place.startsWith(root) ? place.slice(root.length) : place).replace(/^\.\//, ""),
  );
}

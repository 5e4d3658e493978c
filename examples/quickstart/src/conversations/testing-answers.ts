import type { TestingOutput } from "@kimi/contracts";
import { callTool, submit } from "@kimi/models/testing";
import type { AttemptAnswers } from "./attempt-answers.ts";
import { readAnswerFile } from "./read-answer-file.ts";
import { runTests } from "./run-tests.ts";

const bindings: Readonly<Record<string, Readonly<Record<string, string>>>> = {
  "test/csv.test.js": {
    "REQ-1.1": "keeps commas inside double quotes in the field",
    "REQ-1.2": "reads two double quotes inside a quoted field as one",
    "REQ-1.3": "names the line of a quoted field that is not closed",
  },
  "test/budget.test.js": {
    "REQ-2.1": "reads limits in euros from a JSON object",
    "REQ-2.2": "lists a category that costs more than its limit",
    "REQ-2.3": "does not list a category that costs exactly its limit",
    "REQ-2.4": "does not list a category without a limit",
  },
  "test/report.test.js": {
    "REQ-3.1": "counts only entries of the month",
    "REQ-3.2": "refuses a month that is not written like 2026-10",
    "REQ-4.1": "marks a category that is over budget",
    "REQ-4.2": "ends with status 3 only when a category is over budget",
    "REQ-5.1": "says so when a month has no entries",
  },
};
const supportFiles = ["test/fixtures/autumn.csv", "test/fixtures/budget.json"];

function describeTests(summary: string): TestingOutput {
  const files = Object.keys(bindings);
  return {
    summary,
    // The project's own test runs along, so that nothing it shows gets lost.
    suites: [{ runner: "node-test", files: [...files, "test/ledger.test.js"] }],
    supportFiles,
    bindings: Object.entries(bindings).flatMap(([file, tests]) =>
      Object.entries(tests).map(([criterion, test]) => ({ criterion, file, test })),
    ),
  };
}

/** The first attempt: a test for each criterion. One fails, and the model leaves the verdict on it to the evidence. */
export const testingAnswers: AttemptAnswers = [
  [
    callTool("read_file", { path: "test/ledger.test.js", offset: null, limit: null }),
    callTool("read_file", { path: "src/csv.js", offset: null, limit: null }),
    callTool("read_file", { path: "src/budget.js", offset: null, limit: null }),
  ],
  [
    writeTest("test/csv.test.js", ["REQ-1"]),
    writeTest("test/budget.test.js", ["REQ-2"]),
    writeTest("test/report.test.js", ["REQ-3", "REQ-4", "REQ-5"]),
    ...supportFiles.map((path) => writeTest(path, ["REQ-3", "REQ-4", "REQ-5"])),
  ],
  [runTests],
  [
    submit(
      describeTests("One test fails: it says what the plan says of doubled quotes, and the code drops them."),
    ),
  ],
];

/** A later attempt: the tests stand, and are handed in again. */
export const retestAnswers: AttemptAnswers = [
  callTool("read_file", { path: "src/csv.js", offset: null, limit: null }),
  submit(describeTests("The tests are those of the first attempt.")),
];

function writeTest(path: string, requirements: readonly string[]) {
  return callTool("write_file", { path, text: readAnswerFile(`testing-1/${path}`), requirements });
}

import type { CodingOutput } from "@kimi/contracts";
import { callTool, submit } from "@kimi/models/testing";
import type { AttemptAnswers } from "./attempt-answers.ts";
import { readAnswerFile } from "./read-answer-file.ts";
import { runTests } from "./run-tests.ts";

const output: CodingOutput = {
  summary:
    "The CSV reader takes quoted fields; budgets, months and the report each have a module of their own.",
  changes: [
    { path: "src/csv.js", requirements: ["REQ-1"], rationale: "Rows are split character by character." },
    { path: "src/budget.js", requirements: ["REQ-2"], rationale: "Limits, and what was spent beyond them." },
    { path: "src/month.js", requirements: ["REQ-3"], rationale: "The entries of one month." },
    {
      path: "src/report.js",
      requirements: ["REQ-4", "REQ-5"],
      rationale: "The report as text, apart from the command, so that it can be read in one place.",
    },
    { path: "src/cli.js", requirements: ["REQ-3", "REQ-4"], rationale: "The options and the exit status." },
  ],
  notes: [],
};

/**
 * The first attempt. Its CSV reader takes every double quote for the begin or end of a quoted field, and so loses the
 * quotes that are doubled: a fault that reads well.
 */
export const codingAnswers: AttemptAnswers = [
  [
    callTool("search_text", {
      pattern: "parseCsv|totalByCategory",
      path: null,
      glob: "*.js",
      ignoreCase: false,
    }),
    callTool("read_file", { path: "src/csv.js", offset: null, limit: null }),
    callTool("read_file", { path: "src/ledger.js", offset: null, limit: null }),
    callTool("read_file", { path: "src/cli.js", offset: null, limit: null }),
  ],
  [
    callTool("apply_patch", { patch: readAnswerFile("coding-1/csv.patch"), requirements: ["REQ-1"] }),
    writeModule("budget", ["REQ-2"]),
    writeModule("month", ["REQ-3"]),
    writeModule("report", ["REQ-4", "REQ-5"]),
    callTool("apply_patch", {
      patch: readAnswerFile("coding-1/cli.patch"),
      requirements: ["REQ-3", "REQ-4"],
    }),
  ],
  [
    runTests,
    callTool("run_command", {
      command: "node src/cli.js report data/october.csv --month 2026-10",
      timeoutSeconds: null,
      requirements: ["REQ-3"],
    }),
  ],
  [submit(output)],
];

function writeModule(name: string, requirements: readonly string[]) {
  const path = `src/${name}.js`;
  return callTool("write_file", { path, text: readAnswerFile(`coding-1/${path}`), requirements });
}

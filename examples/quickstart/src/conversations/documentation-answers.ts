import type { DocumentationOutput } from "@kimi/contracts";
import { callTool, submit } from "@kimi/models/testing";
import type { AttemptAnswers } from "./attempt-answers.ts";
import { readAnswerFile } from "./read-answer-file.ts";

const output: DocumentationOutput = {
  readme: readAnswerFile("documentation/README.md"),
  sections: [
    {
      requirement: "REQ-1",
      heading: "Quoted fields",
      markdown:
        "`parseCsv` in `src/csv.js` takes fields in double quotes: commas inside belong to the field, two double quotes stand for one. A field that is not closed on its line is an error that names the line.",
    },
    {
      requirement: "REQ-2",
      heading: "Budgets",
      markdown:
        "`src/budget.js` reads limits in euros (`readBudget`) and lists what was spent beyond them (`findOverspending`). Spending exactly the limit is fine; a category without a limit is never over budget.",
    },
    {
      requirement: "REQ-3",
      heading: "One month",
      markdown:
        "`--month 2026-10` confines the report to that month. Any other form ends the command with status 2.",
    },
    {
      requirement: "REQ-4",
      heading: "Warnings",
      markdown:
        "With `--budget <file>` the report says `over by` and how much, and the command ends with status 3.",
    },
    {
      requirement: "REQ-5",
      heading: "Nothing to report",
      markdown: "A report without entries reads `no entries`.",
    },
  ],
  commands: {
    install: null,
    build: null,
    test: "npm test",
    run: "node src/cli.js report data/october.csv --month 2026-10",
  },
  mentionedPaths: ["src/cli.js", "src/csv.js", "src/budget.js", "data/october.csv"],
};

/** Reads the command line as it is now, then writes. */
export const documentationAnswers: AttemptAnswers = [
  [callTool("read_file", { path: "src/cli.js", offset: null, limit: null })],
  [submit(output)],
];

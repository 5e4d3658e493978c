import type { RequirementsOutput } from "@kimi/contracts";
import { submit } from "@kimi/models/testing";
import type { AttemptAnswers } from "./attempt-answers.ts";

const plan = "plans/implementation_plan.md";
const projectPlan = "plans/agent_project_plan.json";

const output: RequirementsOutput = {
  summary: "Pocket ledger 1.3 reads bank exports with quoted fields and reports what is over budget.",
  requirements: [
    {
      id: "REQ-1",
      title: "Quoted fields",
      statement: "The CSV reader accepts fields in double quotes as RFC 4180 has them, within one line.",
      priority: "must",
      citations: [
        {
          document: plan,
          section: "S2",
          quotation:
            "A field may be enclosed in double quotes; commas inside the quotes belong to the field.",
        },
        {
          document: plan,
          section: "S2",
          quotation: "Inside a quoted field, two double quotes stand for one",
        },
        {
          document: plan,
          section: "S2",
          quotation:
            "A quoted field that is not closed by the end of its line is an error, and the error names the line of the file",
        },
      ],
      criteria: [
        {
          id: "REQ-1.1",
          text: "WHEN a field is enclosed in double quotes, the reader SHALL keep its commas in the field.",
        },
        {
          id: "REQ-1.2",
          text: "WHEN a quoted field holds two double quotes in a row, the reader SHALL read them as one.",
        },
        {
          id: "REQ-1.3",
          text: "IF a quoted field is not closed by the end of its line, THEN the reader SHALL throw an error that names the line.",
        },
      ],
    },
    {
      id: "REQ-2",
      title: "Budgets",
      statement: "Spending in each category is compared with the limits of a budget file.",
      priority: "must",
      citations: [
        {
          document: projectPlan,
          section: "S4",
          quotation: "Compare what was spent in each category with the limits of a budget file.",
        },
        {
          document: projectPlan,
          section: "S4",
          quotation: "A JSON object with a limit in euros for each category",
        },
        {
          document: plan,
          section: "S3",
          quotation: "Spending exactly the limit is fine. A category without a limit is never over budget.",
        },
        { document: plan, section: "S4", quotation: "Amounts stay whole cents, so that sums are exact." },
      ],
      criteria: [
        {
          id: "REQ-2.1",
          text: "The budget file SHALL be read as a limit in euros for each category, and kept in whole cents.",
        },
        {
          id: "REQ-2.2",
          text: "WHEN a category costs more than its limit, it SHALL be listed with limit, spending and excess.",
        },
        { id: "REQ-2.3", text: "WHEN a category costs exactly its limit, it SHALL NOT be listed." },
        { id: "REQ-2.4", text: "WHEN a category has no limit, it SHALL NOT be listed." },
      ],
    },
    {
      id: "REQ-3",
      title: "Report of one month",
      statement: "The report can be confined to one month.",
      priority: "should",
      citations: [
        {
          document: projectPlan,
          section: "S5",
          quotation: "With --month 2026-10 the report counts only entries of that month.",
        },
        {
          document: projectPlan,
          section: "S5",
          quotation:
            "A month that is not written like 2026-10 ends the command with status 2 and a message that shows the expected form.",
        },
      ],
      criteria: [
        { id: "REQ-3.1", text: "WHEN --month is given, the report SHALL count only entries of that month." },
        {
          id: "REQ-3.2",
          text: "IF the month is not written like 2026-10, THEN the command SHALL end with status 2 and show the expected form.",
        },
      ],
    },
    {
      id: "REQ-4",
      title: "Warning in the report",
      statement: "The report and the exit status tell when a category is over budget.",
      priority: "should",
      citations: [
        {
          document: plan,
          section: "S3",
          quotation:
            "With --budget <file> the report marks every category that is over budget, and the command exits with status 3",
        },
      ],
      criteria: [
        {
          id: "REQ-4.1",
          text: "WHEN --budget is given, the report SHALL mark each category that is over budget with the excess.",
        },
        {
          id: "REQ-4.2",
          text: "The command SHALL end with status 3 when a category is over budget, and with 0 when none is.",
        },
      ],
    },
    {
      id: "REQ-5",
      title: "A month without entries",
      statement:
        "A report without entries says so. No document asks for it: printing nothing would look like a fault.",
      priority: "could",
      citations: [],
      criteria: [
        {
          id: "REQ-5.1",
          text: "WHEN no entry is counted, the report SHALL read “no entries” and the status be 0.",
        },
      ],
    },
  ],
  openQuestions: [],
};

/** The documents become five requirements; one is an assumption, since no document speaks of it. */
export const requirementsAnswers: AttemptAnswers = [[submit(output)]];

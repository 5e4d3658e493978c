import type { RequirementsOutput } from "@kimi/contracts";
import { submit } from "@kimi/models/testing";
import type { AttemptAnswers } from "./attempt-answers.ts";

type Wanted = RequirementsOutput["requirements"][number];

const prompt = "prompt";
const projectPlan = "docs/agent_project_plan.json";
const plan = "docs/implementation_plan.md";

const requirements: readonly Wanted[] = [
  {
    id: "REQ-1",
    title: "Adding a book",
    statement: "POST /books adds a book with title, author and status.",
    priority: "must",
    citations: [
      cite(prompt, "S1", "Build a FastAPI CRUD service"),
      cite(
        projectPlan,
        "S4",
        "Adds a book and answers 201 with the book, its id included, and its address in the Location header.",
      ),
      cite(plan, "S2", "a book that is added without one is unread"),
      cite(plan, "S2", "white space around a title or author is dropped before it is kept"),
    ],
    criteria: [
      {
        id: "REQ-1.1",
        text: "WHEN a book is added, the service SHALL answer 201 with the book, its id and its address in Location.",
      },
      { id: "REQ-1.2", text: "WHEN a book is added without a status, it SHALL be unread." },
      { id: "REQ-1.3", text: "White space around title and author SHALL be dropped." },
    ],
  },
  {
    id: "REQ-2",
    title: "Reading books",
    statement: "Books are read one by one or all together.",
    priority: "must",
    citations: [
      cite(projectPlan, "S5", "Answers with one book."),
      cite(projectPlan, "S6", "Answers with all books in the order in which they were added."),
    ],
    criteria: [
      { id: "REQ-2.1", text: "WHEN a book is asked for by its id, the service SHALL answer with that book." },
      { id: "REQ-2.2", text: "WHEN all books are asked for, they SHALL come in the order of adding." },
    ],
  },
  {
    id: "REQ-3",
    title: "Replacing a book",
    statement: "PUT /books/{id} replaces title, author and status.",
    priority: "must",
    citations: [
      cite(
        projectPlan,
        "S7",
        "Replaces title, author and status of a book and answers with the book as it is then.",
      ),
    ],
    criteria: [
      {
        id: "REQ-3.1",
        text: "WHEN a book is replaced, the service SHALL keep and answer with the new title, author and status.",
      },
    ],
  },
  {
    id: "REQ-4",
    title: "Removing a book",
    statement: "DELETE /books/{id} removes a book.",
    priority: "must",
    citations: [cite(projectPlan, "S8", "Removes a book and answers 204 without a body.")],
    criteria: [
      {
        id: "REQ-4.1",
        text: "WHEN a book is removed, the service SHALL answer 204 without a body, and the book SHALL be gone.",
      },
    ],
  },
  {
    id: "REQ-5",
    title: "Errors",
    statement: "What does not exist or makes no sense is refused.",
    priority: "must",
    citations: [
      cite(plan, "S3", "A book that does not exist is answered with 404 and a detail that names its id"),
      cite(
        plan,
        "S3",
        "A blank title or author, or a status that is none of the three, is answered with 422, and nothing is kept.",
      ),
    ],
    criteria: [
      {
        id: "REQ-5.1",
        text: "IF a book does not exist, THEN reading, replacing and removing it SHALL be answered with 404 and its id.",
      },
      {
        id: "REQ-5.2",
        text: "IF a title or author is blank or a status unknown, THEN the service SHALL answer 422 and keep nothing.",
      },
    ],
  },
  {
    id: "REQ-6",
    title: "Storage",
    statement: "Books are kept in the SQLite file that READING_LIST_DB names.",
    priority: "must",
    citations: [
      cite(projectPlan, "S3", "One SQLite file; books must survive a restart of the service."),
      cite(plan, "S5", "keeps its books in the file that READING_LIST_DB names"),
    ],
    criteria: [
      { id: "REQ-6.1", text: "WHEN the service is started again, all books SHALL still be there." },
      { id: "REQ-6.2", text: "The service SHALL keep its books in the file that READING_LIST_DB names." },
    ],
  },
  {
    id: "REQ-7",
    title: "Books of one status",
    statement: "The list can be confined to a status.",
    priority: "should",
    citations: [cite(plan, "S4", "should answer with the books of that status alone")],
    criteria: [
      { id: "REQ-7.1", text: "WHEN a status is asked for, only books of that status SHALL be listed." },
    ],
  },
];

/** The prompt and both documents become seven requirements. */
export const requirementsAnswers: AttemptAnswers = [
  [
    submit({
      summary: "A service that keeps the team's reading list, with the four operations on books.",
      requirements,
      openQuestions: [],
    }),
  ],
];

function cite(document: string, section: string, quotation: string): Wanted["citations"][number] {
  return { document, section, quotation };
}

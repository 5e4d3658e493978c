import type { DocumentationOutput } from "@kimi/contracts";
import { callTool, submit } from "@kimi/models/testing";
import type { AttemptAnswers } from "./attempt-answers.ts";
import { readAnswerFile } from "./read-answer-file.ts";

const output: DocumentationOutput = {
  readme: readAnswerFile("documentation/README.md"),
  sections: [
    {
      requirement: "REQ-1",
      heading: "Adding",
      markdown:
        "`POST /books` in `reading_list/app.py` answers 201 with the book; `Location` is its address.",
    },
    {
      requirement: "REQ-2",
      heading: "Reading",
      markdown: "`GET /books/{id}` gives one book, `GET /books` all of them in the order of adding.",
    },
    {
      requirement: "REQ-3",
      heading: "Replacing",
      markdown: "`PUT /books/{id}` takes a whole book and answers with it.",
    },
    { requirement: "REQ-4", heading: "Removing", markdown: "`DELETE /books/{id}` answers 204." },
    {
      requirement: "REQ-5",
      heading: "Errors",
      markdown: "404 names the id that is not there; 422 says which field makes no sense.",
    },
    {
      requirement: "REQ-6",
      heading: "Storage",
      markdown: "`reading_list/book_store.py` keeps books in the SQLite file that `READING_LIST_DB` names.",
    },
    {
      requirement: "REQ-7",
      heading: "By status",
      markdown: "`GET /books?status=unread` lists the books of one status.",
    },
  ],
  commands: {
    install: "python3 -m pip install .",
    build: null,
    test: "python3 -m pytest",
    run: "uvicorn --factory reading_list.app:create_app",
  },
  mentionedPaths: ["reading_list/app.py", "reading_list/book_store.py"],
};

/** Reads the application as it is now, then writes. */
export const documentationAnswers: AttemptAnswers = [
  [callTool("read_file", { path: "reading_list/app.py", offset: null, limit: null })],
  [submit(output)],
];

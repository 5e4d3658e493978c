import type { CodingOutput } from "@kimi/contracts";
import { callTool, submit } from "@kimi/models/testing";
import type { AttemptAnswers } from "./attempt-answers.ts";
import { readAnswerFile } from "./read-answer-file.ts";

const modules = [
  {
    path: "reading_list/book.py",
    requirements: ["REQ-1", "REQ-5"],
    rationale: "What a book is, and what is none.",
  },
  {
    path: "reading_list/book_store.py",
    requirements: ["REQ-1", "REQ-2", "REQ-3", "REQ-4", "REQ-6", "REQ-7"],
    rationale: "Books in a SQLite file, apart from HTTP.",
  },
  {
    path: "reading_list/app.py",
    requirements: ["REQ-1", "REQ-2", "REQ-3", "REQ-4", "REQ-5", "REQ-6", "REQ-7"],
    rationale: "The five calls.",
  },
];

const output: CodingOutput = {
  summary: "A FastAPI application over a SQLite store.",
  changes: modules,
  notes: [],
};

/** Looks around, writes three modules, and sees that they load. */
export const codingAnswers: AttemptAnswers = [
  [
    callTool("list_files", { folder: "", recursive: true }),
    callTool("read_file", { path: "pyproject.toml", offset: null, limit: null }),
  ],
  modules.map(({ path, requirements }) =>
    callTool("write_file", { path, text: readAnswerFile(path), requirements }),
  ),
  [
    callTool("run_command", {
      command: `/usr/bin/python3 -c 'from reading_list.app import create_app; print([route.path for route in create_app().routes])'`,
      timeoutSeconds: 60,
      requirements: [],
    }),
  ],
  [submit(output)],
];

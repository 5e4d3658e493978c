import type { TestingOutput } from "@kimi/contracts";
import { callTool, submit } from "@kimi/models/testing";
import type { AttemptAnswers } from "./attempt-answers.ts";
import { readAnswerFile } from "./read-answer-file.ts";

const bindings: Readonly<Record<string, Readonly<Record<string, string>>>> = {
  "tests/test_books.py": {
    "REQ-1.1": "test_adding_answers_with_the_book_and_its_address",
    "REQ-1.2": "test_a_book_without_a_status_is_unread",
    "REQ-1.3": "test_white_space_around_title_and_author_is_dropped",
    "REQ-2.1": "test_one_book_is_read_by_its_id",
    "REQ-2.2": "test_all_books_come_in_the_order_of_adding",
    "REQ-3.1": "test_replacing_changes_title_author_and_status",
    "REQ-4.1": "test_a_removed_book_is_gone_and_the_others_stay",
    "REQ-5.1": "test_a_book_that_does_not_exist",
    "REQ-5.2": "test_a_book_that_makes_no_sense_is_refused_and_not_kept",
    "REQ-7.1": "test_only_books_of_the_status_that_is_asked_for",
  },
  "tests/test_storage.py": {
    "REQ-6.1": "test_books_survive_a_restart",
    "REQ-6.2": "test_the_environment_names_the_file",
  },
};
const supportFile = "tests/conftest.py";

const output: TestingOutput = {
  summary: "A test for each criterion, each through HTTP.",
  suites: [{ runner: "pytest", files: Object.keys(bindings) }],
  supportFiles: [supportFile],
  bindings: Object.entries(bindings).flatMap(([file, tests]) =>
    Object.entries(tests).map(([criterion, test]) => ({ criterion, file, test })),
  ),
};

/** A test for each criterion, run once before they are handed in. */
export const testingAnswers: AttemptAnswers = [
  [callTool("read_file", { path: "reading_list/app.py", offset: null, limit: null })],
  [supportFile, ...Object.keys(bindings)].map((path) =>
    callTool("write_file", { path, text: readAnswerFile(path), requirements: requirementsOf(path) }),
  ),
  [
    callTool("run_command", {
      command: "/usr/bin/python3 -m pytest -q -p no:cacheprovider",
      timeoutSeconds: 120,
      requirements: [],
    }),
  ],
  [submit(output)],
];

/** The requirements whose criteria the tests of a file are for; all of them for what the files share. */
function requirementsOf(path: string): readonly string[] {
  const tests = Object.entries(bindings).filter(([file]) => path === supportFile || path === file);
  const criteria = tests.flatMap(([, names]) => Object.keys(names));
  return [...new Set(criteria.map((criterion) => criterion.replace(/\.\d+$/, "")))].toSorted();
}

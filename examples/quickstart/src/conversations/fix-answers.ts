import type { CodingOutput } from "@kimi/contracts";
import { callTool, submit } from "@kimi/models/testing";
import type { AttemptAnswers } from "./attempt-answers.ts";
import { readAnswerFile } from "./read-answer-file.ts";
import { runTests } from "./run-tests.ts";

/** The fix-forward: the failing evidence is in the model's input; it looks at the code and mends it. */
export const fixAnswers: AttemptAnswers = mend(
  "coding-2/csv.patch",
  "A doubled quote inside a quoted field is one.",
);

/** Fix-forwards that look like one and are none, until the attempts are spent. */
export const vainFixAnswers: readonly AttemptAnswers[] = [
  mend("coding-unfixed/second.patch", "Doubled quotes become single ones before the row is split."),
  mend("coding-unfixed/third.patch", "Doubled quotes become single ones in each finished field."),
];

function mend(patchFile: string, rationale: string): AttemptAnswers {
  const output: CodingOutput = {
    summary: rationale,
    changes: [{ path: "src/csv.js", requirements: ["REQ-1"], rationale }],
    notes: [],
  };
  return [
    [callTool("read_file", { path: "src/csv.js", offset: 18, limit: 16 })],
    [callTool("apply_patch", { patch: readAnswerFile(patchFile), requirements: ["REQ-1"] })],
    [runTests],
    [submit(output)],
  ];
}

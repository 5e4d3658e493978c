import type { HandwrittenAnswers } from "@kimi/models/testing";
import { codingAnswers } from "./coding-answers.ts";
import { documentationAnswers } from "./documentation-answers.ts";
import { requirementsAnswers } from "./requirements-answers.ts";
import { testingAnswers } from "./testing-answers.ts";

/** Everything the model says in one run, by stage and attempt. */
export const answers: HandwrittenAnswers = {
  requirements: [requirementsAnswers],
  coding: [codingAnswers],
  testing: [testingAnswers],
  documentation: [documentationAnswers],
};

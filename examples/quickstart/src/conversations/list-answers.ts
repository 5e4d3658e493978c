import type { HandwrittenAnswers } from "@kimi/models/testing";
import { codingAnswers } from "./coding-answers.ts";
import { documentationAnswers } from "./documentation-answers.ts";
import { fixAnswers, vainFixAnswers } from "./fix-answers.ts";
import { requirementsAnswers } from "./requirements-answers.ts";
import { retestAnswers, testingAnswers } from "./testing-answers.ts";

/**
 * Everything the model says in one run, by stage and attempt.
 * @param unfixed Whether each fix-forward leaves the fault in, until the attempts are spent.
 */
export function listAnswers(unfixed: boolean): HandwrittenAnswers {
  const fixes = unfixed ? vainFixAnswers : [fixAnswers];
  return {
    requirements: [requirementsAnswers],
    coding: [codingAnswers, ...fixes],
    testing: [testingAnswers, ...fixes.map(() => retestAnswers)],
    documentation: [documentationAnswers],
  };
}

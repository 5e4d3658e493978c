import { codingOutputSchema, type FailureReport } from "@kimi/contracts";

/**
 * The failure that coding was to mend and left the code for as it was: it then holds the tests to be wrong, and whoever
 * writes tests is told so, with the reasons. Whether they are is shown by the next verdict.
 */
export function contestFailure(failure: FailureReport, codingOutput: unknown): FailureReport {
  const parsed = codingOutputSchema.safeParse(codingOutput);
  const said = parsed.success ? [parsed.data.summary, ...parsed.data.notes] : [];
  return {
    ...failure,
    route: "testing",
    summary: `${failure.summary} The coding stage left the code as it is: hold the tests against their criteria.`,
    problems: [...failure.problems, ...said.map((words) => `The coding stage says: ${words}`)],
  };
}

import type { WorkingTree } from "@kimi/contracts";
import type { ChangedFile } from "../changed-files.ts";
import { isJavaScriptPath } from "../javascript/parse-javascript.ts";
import { listChangedLines } from "./list-changed-lines.ts";
import type { MutationSurvey, SurveyedFile } from "./survey.ts";
import { surveyJavaScript } from "./survey-javascript.ts";
import { surveyPython } from "./survey-python.ts";

/** True for files whose functions can be taken away. */
export function isSurveyable(path: string): boolean {
  return isJavaScriptPath(path) || path.endsWith(".py");
}

/** What can be taken away from what the run changed. */
export async function surveyChanges(
  changes: readonly ChangedFile[],
  python: string,
  tree: Pick<WorkingTree, "commands">,
  signal: AbortSignal,
): Promise<readonly MutationSurvey[]> {
  const files = changes.flatMap(({ path, before, after }): readonly SurveyedFile[] =>
    after === null || !isSurveyable(path)
      ? []
      : [{ path, before, after, changedLines: listChangedLines(before, after) }],
  );
  const inPython = files.filter(({ path }) => path.endsWith(".py"));
  const inJavaScript = files.filter(({ path }) => !path.endsWith(".py"));
  return [
    ...inJavaScript.map(surveyJavaScript),
    ...(await surveyPython(inPython, python, tree.commands, signal)),
  ];
}

import type { WorkingTree } from "@kimi/contracts";
import type { ChangedFile } from "../changed-files.ts";
import { isGeneratedPath } from "../classify-path.ts";
import { isJavaScriptPath } from "../javascript/parse-javascript.ts";
import { listChangedLines } from "./list-changed-lines.ts";
import type { SourceMutation } from "./source-mutation.ts";
import type { SurveyedFile } from "./survey.ts";
import { surveyJavaScript } from "./survey-javascript.ts";
import { surveyLexical } from "./survey-lexical.ts";
import { surveyPython } from "./survey-python.ts";
import { surveyWholeFiles } from "./survey-whole-files.ts";

/** True for files whose functions can be taken away. */
export function isSurveyable(path: string): boolean {
  return isJavaScriptPath(path) || path.endsWith(".py");
}

/** What can be taken away from what the run changed, and why some of it cannot. */
export interface ChangeSurvey {
  readonly mutations: readonly SourceMutation[];
  /** One sentence each. */
  readonly obstacles: readonly string[];
  /** Files of languages that nobody here can take apart: whole, they only break what needs them. */
  readonly opaque: readonly string[];
}

/** Looks through what the run changed for what can be taken away from it. */
export async function surveyChanges(
  changes: readonly ChangedFile[],
  python: string,
  tree: Pick<WorkingTree, "commands">,
  signal: AbortSignal,
): Promise<ChangeSurvey> {
  const files = changes.flatMap(({ path, before, after }): readonly SurveyedFile[] =>
    after === null || !isSurveyable(path)
      ? []
      : [{ path, before, after, changedLines: listChangedLines(before, after) }],
  );
  const inPython = files.filter(({ path }) => path.endsWith(".py"));
  const inJavaScript = files.filter(({ path }) => !path.endsWith(".py"));
  const surveys = [
    ...inJavaScript.map(surveyJavaScript),
    ...(await surveyPython(inPython, python, tree.commands, signal)),
  ];
  const unread = new Set(surveys.flatMap(({ path, obstacle }) => (obstacle === null ? [] : [path])));
  const whole = changes.filter(
    ({ path, after }) => after === null || !isSurveyable(path) || unread.has(path),
  );
  return {
    mutations: [
      ...surveys.flatMap(({ mutations }) => mutations).filter(isWorthwhile),
      ...surveyWholeFiles(whole),
      ...whole.flatMap(alterOpaque),
    ],
    obstacles: surveys.flatMap(({ obstacle }) => obstacle ?? []),
    opaque: whole.flatMap(({ path, after }) =>
      after !== null && (opaqueCode.test(path) || unread.has(path)) ? [path] : [],
    ),
  };
}

function alterOpaque({ path, before, after }: ChangedFile): readonly SourceMutation[] {
  if (after === null || !opaqueCode.test(path)) return [];
  return surveyLexical({ path, before, after, changedLines: listChangedLines(before, after) });
}

const opaqueCode =
  /\.(?:go|rs|java|kts?|scala|groovy|rb|php|cs|fs|swift|m|mm|c|h|cc|cpp|cxx|hpp|hh|zig|dart|lua|pl|r|jl|hs|ml|exs?|erl|clj|sh|bash|vue|svelte)$/i;

/** What is built from sources is not looked into line by line. */
function isWorthwhile({ kind, path }: SourceMutation): boolean {
  return kind === "absent" || kind === "probe" || !isGeneratedPath(path);
}

import { listFunctions, type SourceFunction } from "../javascript/list-functions.ts";
import { parseJavaScript, type SyntaxNode } from "../javascript/parse-javascript.ts";
import { keepText } from "./keep-text.ts";
import { listExpressionMutations } from "./list-expression-mutations.ts";
import { listRemovedJavaScript } from "./list-removed-javascript.ts";
import type { SourceMutation } from "./source-mutation.ts";
import type { MutationSurvey, SurveyedFile } from "./survey.ts";

/** What can be taken away from a JavaScript or TypeScript file that the run changed. */
export function surveyJavaScript(file: SurveyedFile): MutationSurvey {
  const tree = parseJavaScript(file.path, file.after);
  if (tree === null) return { path: file.path, mutations: [], obstacle: `${file.path} does not parse.` };
  const functions = listFunctions(tree, file.after);
  const treeBefore = file.before === null ? null : parseJavaScript(file.path, file.before);
  const earlier = listEarlier(file, treeBefore);
  return {
    path: file.path,
    mutations: [
      ...functions.flatMap((each) => removeFunction(file, each, earlier)),
      ...(treeBefore === null ? [] : listRemovedJavaScript(file, treeBefore, tree)),
      ...listExpressionMutations(file, tree, functions),
    ],
    obstacle: null,
  };
}

/** Source texts of the functions before the run, by name. */
function listEarlier({ before }: SurveyedFile, tree: SyntaxNode | null): ReadonlyMap<string, string> {
  if (tree === null || before === null) return new Map();
  return new Map(
    listFunctions(tree, before).map(({ name, node }) => [name, before.slice(node.start, node.end)]),
  );
}

function removeFunction(
  { path, after }: SurveyedFile,
  { name, node, body, outermost, innermost }: SourceFunction,
  earlier: ReadonlyMap<string, string>,
): readonly SourceMutation[] {
  const text = after.slice(node.start, node.end);
  const before = earlier.get(name);
  const unchanged = before === text || [...earlier.values()].includes(text);
  // Without the call of `super` and its fields, a constructor only breaks every use of its class.
  if (unchanged || node["kind"] === "constructor") return [];
  const gone = keepText(after.slice(body.start, body.end));
  const emptied: SourceMutation = {
    path,
    scope: name,
    kind: "empty",
    label: `${name} emptied`,
    edit: {
      start: body.start,
      end: body.end,
      text: body.type === "BlockStatement" ? `{${gone}}` : `undefined ${gone}`,
    },
  };
  const thrown = `throw new Error("executed"); ${gone}`;
  const probe: SourceMutation = {
    ...emptied,
    kind: "probe",
    label: `${name} throws`,
    edit: { ...emptied.edit, text: body.type === "BlockStatement" ? `{${thrown}}` : `(() => {${thrown}})()` },
  };
  const single = innermost || outermost ? [emptied, probe] : [];
  if (!outermost) return single;
  const absent: SourceMutation =
    before === undefined
      ? { ...emptied, kind: "absent" }
      : {
          ...emptied,
          kind: "absent",
          label: `${name} as before the run`,
          edit: { start: node.start, end: node.end, text: `${before} ${keepText(text)}` },
        };
  return [absent, ...single];
}

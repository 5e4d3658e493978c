import { childNode, childNodes, type SyntaxNode } from "../javascript/parse-javascript.ts";
import { oneLine } from "./one-line.ts";
import type { SourceMutation } from "./source-mutation.ts";
import type { SurveyedFile } from "./survey.ts";

/**
 * What a run took out of a file, put back beside all that is there now: statements, declarations of names that are
 * gone, members of classes. A test of "it is gone" has nothing else to go red by.
 */
export function listRemovedJavaScript(
  { path, before, after }: SurveyedFile,
  treeBefore: SyntaxNode,
  treeAfter: SyntaxNode,
): readonly SourceMutation[] {
  if (before === null) return [];
  const putBack = (text: string, at: number): SourceMutation => ({
    path,
    scope: "",
    kind: "removed",
    label: `${oneLine(text)} put back`,
    edit: { start: at, end: at, text: `\n${text}\n` },
  });
  const now = listStatements(treeAfter);
  const namesNow = new Set(now.flatMap((each) => listNames(each, after)));
  const textsNow = new Set(now.map((each) => after.slice(each.start, each.end)));
  const gone = listStatements(treeBefore).filter(
    (each) =>
      !textsNow.has(before.slice(each.start, each.end)) &&
      !each.type.startsWith("Import") &&
      !listNames(each, before).some((name) => namesNow.has(name)),
  );
  return [
    ...gone.map((each) => putBack(before.slice(each.start, each.end), after.length)),
    ...listLostMembers(treeBefore, before, treeAfter, after).map(({ text, at }) => putBack(text, at)),
  ];
}

function listStatements(program: SyntaxNode): readonly SyntaxNode[] {
  return childNodes(program).flatMap(({ field, node }) => (field === "body" ? [node] : []));
}

/** Names that a statement declares. */
function listNames(statement: SyntaxNode, source: string): readonly string[] {
  const node = childNode(statement, "declaration") ?? statement;
  if (statement.type === "ExportDefaultDeclaration") return ["default"];
  const declared = childNodes(node).filter(({ field }) => field === "declarations");
  return [node, ...declared.map((each) => each.node)].flatMap((each) => {
    const id = childNode(each, "id");
    return id === null ? [] : [source.slice(id.start, id.end)];
  });
}

function listLostMembers(
  treeBefore: SyntaxNode,
  before: string,
  treeAfter: SyntaxNode,
  after: string,
): readonly { readonly text: string; readonly at: number }[] {
  const classesAfter = listClasses(treeAfter, after);
  return [...listClasses(treeBefore, before)].flatMap(([name, body]) => {
    const bodyNow = classesAfter.get(name);
    if (bodyNow === undefined) return [];
    const keys = new Set(childNodes(bodyNow).map(({ node }) => keyOf(node, after)));
    return childNodes(body)
      .filter(({ node }) => !keys.has(keyOf(node, before)))
      .map(({ node }) => ({ text: before.slice(node.start, node.end), at: bodyNow.start + 1 }));
  });
}

/** Bodies of the classes at the top of a file, by name. */
function listClasses(program: SyntaxNode, source: string): ReadonlyMap<string, SyntaxNode> {
  return new Map(
    listStatements(program).flatMap((statement): readonly (readonly [string, SyntaxNode])[] => {
      const node = childNode(statement, "declaration") ?? statement;
      const body = childNode(node, "body");
      const [name] = listNames(node, source);
      return node.type === "ClassDeclaration" && body !== null && name !== undefined ? [[name, body]] : [];
    }),
  );
}

function keyOf(member: SyntaxNode, source: string): string {
  const key = childNode(member, "key");
  return key === null ? "" : source.slice(key.start, key.end);
}

import type { SourceFunction } from "../javascript/list-functions.ts";
import { childNode, childNodes, type SyntaxNode } from "../javascript/parse-javascript.ts";
import { oneLine } from "./one-line.ts";
import type { SourceMutation } from "./source-mutation.ts";
import type { SurveyedFile } from "./survey.ts";

type Alteration = readonly [kind: SourceMutation["kind"], node: SyntaxNode, text: string];

/** Alterations of what the changed lines compute: results, values, conditions, operators, single statements. */
export function listExpressionMutations(
  file: SurveyedFile,
  tree: SyntaxNode,
  functions: readonly SourceFunction[],
): readonly SourceMutation[] {
  const { path, after, changedLines } = file;
  const found: SourceMutation[] = [];
  const visit = (node: SyntaxNode, scope: string, parent: SyntaxNode | null): void => {
    if (isSilent(node)) return;
    const own = functions.find((each) => each.node === node)?.name ?? scope;
    for (const [kind, place, altered] of namesSomething(node, parent) ? [] : alter(node, after)) {
      if (!changedLines.has(place.loc.start.line) || (scope === "" && exportsSomething(node, kind))) continue;
      const text = keepCallable(kind, scope, altered);
      const label = `${oneLine(after.slice(place.start, place.end))} → ${oneLine(text)}`;
      found.push({ path, scope: own, kind, label, edit: { start: place.start, end: place.end, text } });
    }
    for (const child of childNodes(node)) {
      if (!isName(node, child.field)) visit(child.node, own, node);
    }
  };
  visit(tree, "", null);
  return found;
}

/** What a module holds stays callable: that something is there is not behaviour. */
function keepCallable(kind: SourceMutation["kind"], scope: string, text: string): string {
  if (kind !== "member" && kind !== "value") return text;
  return scope === "" ? "(() => {})" : kind === "value" ? "undefined" : text;
}

function alter(node: SyntaxNode, source: string): readonly Alteration[] {
  const text = (of: SyntaxNode): string => source.slice(of.start, of.end);
  switch (node.type) {
    case "ReturnStatement":
      return alterResult(childNode(node, "argument"));
    case "ArrowFunctionExpression": {
      const body = childNode(node, "body");
      return body?.type === "BlockStatement" ? [] : alterResult(body);
    }
    case "IfStatement":
    case "ConditionalExpression": {
      const test = childNode(node, "test");
      return test === null ? [] : [["logic", test, `!(${text(test)})`]];
    }
    case "ObjectProperty": {
      const value = childNode(node, "value");
      return value === null ||
        node["shorthand"] === true ||
        /Pattern|Function|Literal|Object/.test(value.type)
        ? []
        : [["member", value, "null"]];
    }
    case "NumericLiteral": {
      const value = node["value"];
      if (typeof value !== "number") return [];
      return [
        ["number-up", node, `(${value + 1})`],
        ["number-down", node, `(${value - 1})`],
      ];
    }
    case "BooleanLiteral":
      return [["logic", node, node["value"] === true ? "false" : "true"]];
    case "StringLiteral":
      return typeof node["value"] === "string" ? [["string", node, JSON.stringify(`${node["value"]}x`)]] : [];
    case "RegExpLiteral":
      return [["string", node, `/(?!)/${typeof node["flags"] === "string" ? node["flags"] : ""}`]];
    case "TemplateLiteral":
      return [["string", node, `${text(node).slice(0, -1)}x\``]];
    case "VariableDeclarator": {
      const init = childNode(node, "init");
      const computed =
        init !== null && /^(?:Call|New|Await|Member|TaggedTemplate)Expression$|^Identifier$/.test(init.type);
      return computed && !isRequire(init) ? [["value", init, "(() => {})"]] : [];
    }
    case "ExpressionStatement":
    case "ThrowStatement":
      return [["statement", node, ";"]];
    default:
      return swapOperator(node, source);
  }
}

function alterResult(result: SyntaxNode | null): readonly Alteration[] {
  if (result === null) return [];
  return [
    ["return-nothing", result, "(null)"],
    ["return-empty", result, "({})"],
  ];
}

const opposites = new Map(
  [
    ["+", "-"],
    ["*", "/"],
    ["<", ">="],
    [">", "<="],
    ["===", "!=="],
    ["==", "!="],
    ["&&", "||"],
  ].flatMap(([one = "", other = ""]) => [
    [one, other],
    [other, one],
  ]),
);

function swapOperator(node: SyntaxNode, source: string): readonly Alteration[] {
  if (node.type !== "BinaryExpression" && node.type !== "LogicalExpression") return [];
  const left = childNode(node, "left");
  const right = childNode(node, "right");
  const operator = typeof node["operator"] === "string" ? node["operator"] : "";
  const other = opposites.get(operator);
  if (left === null || right === null || other === undefined) return [];
  const between = source.slice(left.end, right.start);
  const at = between.indexOf(operator);
  if (at < 0) return [];
  const start = left.end + at;
  return [["logic", { ...node, start, end: start + operator.length }, other]];
}

/** What stands in a pattern is written to, not read; `exports["name"]` names what `exports.name` does. */
function namesSomething(node: SyntaxNode, parent: SyntaxNode | null): boolean {
  if (parent?.type === "ObjectPattern") return true;
  if (node.type !== "StringLiteral" || parent === null) return false;
  return /^(?:Member|Import)Expression$/.test(parent.type) || isDefineProperty(parent);
}

function isDefineProperty(call: SyntaxNode): boolean {
  const callee = childNode(call, "callee");
  return callee !== null && childNode(callee, "property")?.["name"] === "defineProperty";
}

/** Whether a statement of a module hands something out: without it, all that shows is that it is not there. */
function exportsSomething(node: SyntaxNode, kind: SourceMutation["kind"]): boolean {
  const expression = kind === "statement" ? childNode(node, "expression") : null;
  if (expression === null) return false;
  return expression.type === "AssignmentExpression" || isDefineProperty(expression);
}

/** Imports, types and directives compute nothing. */
function isSilent(node: SyntaxNode): boolean {
  return (
    isRequire(node) ||
    /^(?:Import|ExportAll|Directive|JSXAttribute$|JSXText)/.test(node.type) ||
    (node.type.startsWith("TS") &&
      !/^TS(?:As|Satisfies|NonNull|InstantiationExpression|TypeAssertion|ParameterProperty)/.test(
        node.type,
      )) ||
    node["importKind"] === "type"
  );
}

function isRequire(node: SyntaxNode): boolean {
  return node.type === "CallExpression" && childNode(node, "callee")?.["name"] === "require";
}

/** Whether a field names something: a key that is not computed, a label, the source of an export. */
function isName(node: SyntaxNode, field: string): boolean {
  return (
    (field === "key" && node["computed"] !== true) ||
    field === "typeAnnotation" ||
    field === "typeParameters" ||
    (field === "source" && node.type.startsWith("Export"))
  );
}

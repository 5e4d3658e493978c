import type { SourceFunction } from "../javascript/list-functions.ts";
import { childNode, childNodes, type SyntaxNode } from "../javascript/parse-javascript.ts";
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
    // What stands in a pattern is written to, not read.
    for (const [kind, place, text] of parent?.type === "ObjectPattern" ? [] : alter(node, after)) {
      if (!changedLines.has(place.loc.start.line)) continue;
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

function alter(node: SyntaxNode, source: string): readonly Alteration[] {
  const text = (of: SyntaxNode): string => source.slice(of.start, of.end);
  switch (node.type) {
    case "ReturnStatement": {
      const value = childNode(node, "argument");
      return value === null ? [] : ["null", "{}", "[]"].map((other) => ["return", value, `(${other})`]);
    }
    case "ArrowFunctionExpression": {
      const body = childNode(node, "body");
      if (body === null || body.type === "BlockStatement") return [];
      return ["(null)", "({})", "([])"].map((other) => ["return", body, other]);
    }
    case "IfStatement":
    case "ConditionalExpression": {
      const test = childNode(node, "test");
      return test === null ? [] : [["condition", test, `!(${text(test)})`]];
    }
    case "ObjectProperty": {
      const value = childNode(node, "value");
      return value === null ||
        node["shorthand"] === true ||
        /Pattern|Function|Literal|Object/.test(value.type)
        ? []
        : [["value", value, "null"]];
    }
    case "NumericLiteral":
      return typeof node["value"] === "number" ? [["value", node, `(${node["value"] + 1})`]] : [];
    case "BooleanLiteral":
      return [["value", node, node["value"] === true ? "false" : "true"]];
    case "StringLiteral":
      return [["value", node, node["value"] === "" ? '"mutant"' : '""']];
    case "TemplateLiteral":
      return [["value", node, "``"]];
    case "ExpressionStatement":
    case "ThrowStatement":
      return [["statement", node, ";"]];
    default:
      return swapOperator(node, source);
  }
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
  return [["operator", { ...node, start, end: start + operator.length }, other]];
}

/** Imports, types and directives compute nothing. */
function isSilent(node: SyntaxNode): boolean {
  return (
    /^(?:Import|ExportAll|Directive|JSXAttribute$|JSXText)/.test(node.type) ||
    (node.type.startsWith("TS") &&
      !/^TS(?:As|Satisfies|NonNull|InstantiationExpression|TypeAssertion|ParameterProperty)/.test(
        node.type,
      )) ||
    node["importKind"] === "type"
  );
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

function oneLine(text: string): string {
  const line = text.replaceAll(/\s+/g, " ");
  return line.length > 40 ? `${line.slice(0, 39)}…` : line;
}

import { childNode, childNodes, type SyntaxNode } from "./parse-javascript.ts";

/** A function of a file that has a body. */
export interface SourceFunction {
  /** Name path, `Cart.total`; a function without a name goes by what it is assigned or given to. Unique in a file. */
  readonly name: string;
  readonly node: SyntaxNode;
  /** The block, or the expression of an arrow function. */
  readonly body: SyntaxNode;
  /** True when no function is around it. */
  readonly outermost: boolean;
  /** True when no function is in it. */
  readonly innermost: boolean;
}

const functionTypes = new Set([
  "FunctionDeclaration",
  "FunctionExpression",
  "ArrowFunctionExpression",
  "ObjectMethod",
  "ClassMethod",
  "ClassPrivateMethod",
]);

/** Every function of a syntax tree, in source order. */
export function listFunctions(tree: SyntaxNode, text: string): readonly SourceFunction[] {
  const found: SourceFunction[] = [];
  const seen = new Map<string, number>();
  const visit = (node: SyntaxNode, names: readonly string[], outermost: boolean): boolean => {
    const body = functionTypes.has(node.type) ? childNode(node, "body") : null;
    const named = nameOf(node, text);
    const path = named === null ? names : [...names, named];
    const place = found.length;
    const name = body === null ? "" : makeUnique(path.join(".") || "(anonymous)", seen);
    let inner = false;
    for (const child of childNodes(node))
      inner = visit(child.node, path, outermost && body === null) || inner;
    if (body === null) return inner;
    found.splice(place, 0, { name, node, body, outermost, innermost: !inner });
    return true;
  };
  visit(tree, [], true);
  return found;
}

function makeUnique(name: string, seen: Map<string, number>): string {
  const count = (seen.get(name) ?? 0) + 1;
  seen.set(name, count);
  return count === 1 ? name : `${name}#${count}`;
}

/** What a node adds to the name path of the functions in it; `null` for nothing. */
function nameOf(node: SyntaxNode, text: string): string | null {
  const slice = (field: string): string | null => {
    const child = childNode(node, field);
    return child === null ? null : text.slice(child.start, child.end);
  };
  switch (node.type) {
    case "FunctionDeclaration":
    case "FunctionExpression":
    case "ClassDeclaration":
    case "ClassExpression":
      return slice("id");
    case "VariableDeclarator":
      return slice("id");
    case "ObjectMethod":
    case "ClassMethod":
    case "ClassPrivateMethod": {
      const kind = node["kind"] === "get" || node["kind"] === "set" ? `${node["kind"]} ` : "";
      return `${kind}${slice("key") ?? ""}`;
    }
    case "ObjectProperty":
    case "ClassProperty":
    case "ClassPrivateProperty":
    case "ClassAccessorProperty":
      return slice("key");
    case "AssignmentExpression":
      return slice("left");
    case "ExportDefaultDeclaration":
      return "default";
    case "CallExpression":
      return describeCall(node, slice("callee") ?? "");
    default:
      return null;
  }
}

function describeCall(node: SyntaxNode, callee: string): string {
  const first = childNodes(node).find(({ field }) => field === "arguments")?.node;
  const label = first?.type === "StringLiteral" && typeof first["value"] === "string" ? first["value"] : "";
  // A long chain (`builder().a().b()`) names nothing; its end does.
  return `${callee.slice(-40)}(${label})`;
}

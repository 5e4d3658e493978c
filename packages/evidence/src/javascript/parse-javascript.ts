import { parse, type ParserPlugin } from "@babel/parser";

/** A node of the syntax tree as a walk sees it. Offsets are UTF-16, end exclusive; lines are 1-based. */
export interface SyntaxNode {
  readonly type: string;
  readonly start: number;
  readonly end: number;
  readonly loc: { readonly start: { readonly line: number }; readonly end: { readonly line: number } };
  readonly [field: string]: unknown;
}

/** True for the names of files that {@link parseJavaScript} reads. */
export function isJavaScriptPath(path: string): boolean {
  return /\.[cm]?[jt]sx?$/.test(path) && !path.endsWith(".d.ts");
}

/** The syntax tree of a JavaScript or TypeScript file; `null` when it does not parse. */
export function parseJavaScript(path: string, text: string): SyntaxNode | null {
  const plugins: ParserPlugin[] = ["decorators"];
  if (/\.[cm]?ts$|\.tsx$/.test(path)) plugins.push("typescript");
  if (/\.[cm]?js$|x$/.test(path)) plugins.push("jsx");
  try {
    const tree: unknown = parse(text, {
      sourceType: "unambiguous",
      allowReturnOutsideFunction: true,
      plugins,
    }).program;
    return isSyntaxNode(tree) ? tree : null;
  } catch {
    return null;
  }
}

function isSyntaxNode(value: unknown): value is SyntaxNode {
  return (
    typeof value === "object" &&
    value !== null &&
    "type" in value &&
    typeof value.type === "string" &&
    "start" in value &&
    typeof value.start === "number"
  );
}

/** The node in a field; `null` when the field holds none. */
export function childNode(node: SyntaxNode, field: string): SyntaxNode | null {
  const value = node[field];
  return isSyntaxNode(value) ? value : null;
}

/** The nodes directly below, in source order, each with the field that holds it. */
export function childNodes(
  node: SyntaxNode,
): readonly { readonly field: string; readonly node: SyntaxNode }[] {
  return Object.entries(node)
    .filter(([field]) => !field.endsWith("omments"))
    .flatMap(([field, value]) =>
      (Array.isArray(value) ? value : [value]).map((child: unknown) => ({ field, child })),
    )
    .flatMap(({ field, child }) => (isSyntaxNode(child) ? [{ field, node: child }] : []))
    .toSorted((a, b) => a.node.start - b.node.start);
}

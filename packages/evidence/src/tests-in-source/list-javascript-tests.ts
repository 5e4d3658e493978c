import { childNode, childNodes, parseJavaScript, type SyntaxNode } from "../javascript/parse-javascript.ts";
import type { SourceTest } from "./list-tests.ts";

const suiteNames = new Set(["describe", "suite", "context"]);
const testNames = new Set(["test", "it", "specify"]);

interface TestCall {
  readonly kind: "suite" | "test";
  readonly title: string;
  readonly modifiers: ReadonlySet<string>;
}

interface Surroundings {
  readonly names: readonly string[];
  readonly skipped: boolean;
}

/** Tests of node:test, Vitest, Jest and Mocha alike: calls of `test` or `it` with a title, within `describe`. */
export function listJavaScriptTests(path: string, text: string): readonly SourceTest[] {
  const tree = parseJavaScript(path, text);
  const found: SourceTest[] = [];
  const visit = (node: SyntaxNode, around: Surroundings): void => {
    const call = readTestCall(node, text);
    const names = call === null ? around.names : [...around.names, call.title];
    const skipped = around.skipped || (call !== null && isSkipped(call));
    if (call?.kind === "test") {
      found.push({
        name: names.join(" > "),
        startLine: node.loc.start.line,
        endLine: node.loc.end.line,
        skipped,
        focused: call.modifiers.has("only"),
        assertions: listAssertions(node, text),
      });
    }
    for (const child of childNodes(node)) visit(child.node, { names, skipped });
  };
  if (tree !== null) visit(tree, { names: [], skipped: false });
  return found;
}

function isSkipped({ modifiers }: TestCall): boolean {
  return ["skip", "todo", "fails", "skipIf", "runIf"].some((modifier) => modifiers.has(modifier));
}

/** `describe.skip("a", …)`, `t.test("b", …)`, `it("c", { only: true }, …)`, `test.each(…)("d", …)`. */
function readTestCall(node: SyntaxNode, text: string): TestCall | null {
  if (node.type !== "CallExpression") return null;
  const words = readCallee(childNode(node, "callee"));
  const base = words.find((word) => suiteNames.has(word) || testNames.has(word));
  if (base === undefined) return null;
  const passed = childNodes(node).filter(({ field }) => field === "arguments");
  const title = readTitle(passed[0]?.node, text);
  // `pattern.test("x")` is no test: on another object, only a function makes it one.
  const hasBody = passed.some(({ node: argument }) => argument.type.includes("Function"));
  if (title === null || (words[0] !== base && !hasBody)) return null;
  const options = passed.find(({ node: argument }) => argument.type === "ObjectExpression")?.node;
  const modifiers = new Set([...words, ...(options === undefined ? [] : readOptions(options, text))]);
  return { kind: suiteNames.has(base) ? "suite" : "test", title, modifiers };
}

/** The names of a chain, `test.each` as `test`, `each`; `?` for what is no name. */
function readCallee(node: SyntaxNode | null): readonly string[] {
  if (node === null) return [];
  if (node.type === "Identifier") return typeof node["name"] === "string" ? [node["name"]] : [];
  if (node.type === "MemberExpression") {
    return [...readCallee(childNode(node, "object")), ...readCallee(childNode(node, "property"))];
  }
  if (node.type === "CallExpression") return readCallee(childNode(node, "callee"));
  return node.type === "TaggedTemplateExpression" ? readCallee(childNode(node, "tag")) : ["?"];
}

function readTitle(node: SyntaxNode | undefined, text: string): string | null {
  if (node?.type === "StringLiteral" && typeof node["value"] === "string") return node["value"];
  return node?.type === "TemplateLiteral" ? text.slice(node.start + 1, node.end - 1) : null;
}

/** Names of the options that are on: `{ skip: true, todo: "later" }`. */
function readOptions(node: SyntaxNode, text: string): readonly string[] {
  return childNodes(node).flatMap(({ node: property }) => {
    const key = childNode(property, "key");
    const value = childNode(property, "value");
    if (key === null || value === null || text.slice(value.start, value.end) === "false") return [];
    return [text.slice(key.start, key.end)];
  });
}

function listAssertions(node: SyntaxNode, text: string): readonly string[] {
  const found: string[] = [];
  const visit = (each: SyntaxNode): void => {
    const words = each.type === "CallExpression" ? readCallee(childNode(each, "callee")) : [];
    if (words.some((word) => word === "expect" || word === "assert" || word === "should")) {
      found.push(text.slice(each.start, each.end).replaceAll(/\s+/g, " "));
      return;
    }
    for (const child of childNodes(each)) visit(child.node);
  };
  for (const child of childNodes(node)) visit(child.node);
  return found;
}

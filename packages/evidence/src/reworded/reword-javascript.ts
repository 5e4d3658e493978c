import { parse } from "@babel/parser";
import { childNodes, parseJavaScript, type SyntaxNode } from "../javascript/parse-javascript.ts";

/**
 * A JavaScript or TypeScript file that does the same in other words: comments between the tokens of the given lines
 * (1-based), and their numbers and strings spelled otherwise. Lines keep their numbers. `null` when it cannot be read.
 */
export function rewordJavaScript(path: string, text: string, lines: ReadonlySet<number>): string | null {
  const tree = parseJavaScript(path, text);
  const tokens = listTokens(path, text);
  if (tree === null || tokens === null) return null;
  const edits = [...listComments(tokens, lines), ...listSpellings(tree, text, lines)];
  const reworded = `${applyEdits(text, edits)}\n/**/\n`;
  return parseJavaScript(path, reworded) === null ? null : reworded;
}

interface Edit {
  readonly start: number;
  readonly end: number;
  readonly text: string;
}

/** A comment goes before what is spelled otherwise at the same place. */
function applyEdits(text: string, edits: readonly Edit[]): string {
  const parts: string[] = [];
  let at = 0;
  for (const edit of edits.toSorted((a, b) => a.start - b.start || a.end - b.end)) {
    parts.push(text.slice(at, edit.start), edit.text);
    at = edit.end;
  }
  return parts.join("") + text.slice(at);
}

interface Token {
  readonly type: { readonly label: string };
  readonly start: number;
  readonly end: number;
  readonly loc: { readonly start: { readonly line: number } };
}

/** The tokens of a file, comments left out. */
function listTokens(path: string, text: string): readonly Token[] | null {
  try {
    const { tokens } = parse(text, {
      sourceType: "unambiguous",
      allowReturnOutsideFunction: true,
      tokens: true,
      plugins: [
        "decorators",
        ...(/\.[cm]?ts$|\.tsx$/.test(path) ? ["typescript" as const] : []),
        ...(/\.[cm]?js$|x$/.test(path) ? ["jsx" as const] : []),
      ],
    });
    const found: readonly unknown[] = tokens ?? [];
    return found.filter(isToken);
  } catch {
    return null;
  }
}

/** Comments are among the tokens, and have no label. */
function isToken(value: unknown): value is Token {
  if (typeof value !== "object" || value === null || !("type" in value)) return false;
  return typeof value.type === "object" && value.type !== null && "label" in value.type;
}

/**
 * Where there is white space between two tokens, a comment may stand as well: text in templates is a token of its own.
 * In JSX white space is text.
 */
function listComments(tokens: readonly Token[], lines: ReadonlySet<number>): readonly Edit[] {
  if (tokens.some(({ type }) => type.label.startsWith("jsx"))) return [];
  return tokens.flatMap(({ type, start, loc }, index): readonly Edit[] => {
    const before = tokens[index - 1];
    const isGap = before !== undefined && start > before.end && type.label !== "eof";
    return isGap && lines.has(loc.start.line) ? [{ start, end: start, text: "/**/ " }] : [];
  });
}

/** What `text` gives as a value, written otherwise; names of modules and of members are left as tools expect them. */
function listSpellings(tree: SyntaxNode, text: string, lines: ReadonlySet<number>): readonly Edit[] {
  const found: Edit[] = [];
  const visit = (node: SyntaxNode): void => {
    if (/^(?:Import|Export\w+From|ExportAll|TS|JSX|TemplateLiteral|TaggedTemplate)/.test(node.type)) return;
    const spelled = lines.has(node.loc.start.line) ? spell(node, text) : null;
    if (spelled !== null) found.push({ start: node.start, end: node.end, text: spelled });
    for (const { field, node: child } of childNodes(node)) {
      const isName = field === "key" || field === "source" || isModuleName(node, field);
      if (!isName) visit(child);
    }
  };
  visit(tree);
  return found;
}

function isModuleName(node: SyntaxNode, field: string): boolean {
  return (
    /^(?:CallExpression|NewExpression)$/.test(node.type) &&
    field === "arguments" &&
    /^(?:import|require|URL)$/.test(nameOf(node))
  );
}

function nameOf(node: SyntaxNode): string {
  const callee = childNodes(node).find(({ field }) => field === "callee")?.node;
  if (callee?.type === "Import") return "import";
  return typeof callee?.["name"] === "string" ? callee["name"] : "";
}

function spell({ type, start, end }: SyntaxNode, text: string): string | null {
  const source = text.slice(start, end);
  if (type === "NumericLiteral" && /^[1-9]\d{0,14}$|^0$/.test(source))
    return `0x${Number(source).toString(16)}`;
  if (type !== "StringLiteral" || !/^["'][A-Za-z0-9 ]/.test(source)) return null;
  const code = source.charCodeAt(1).toString(16).padStart(2, "0");
  return `${source.slice(0, 1)}\\x${code}${source.slice(2)}`;
}

import type { SourceTest } from "./list-tests.ts";

interface Block {
  readonly indent: number;
  readonly name: string;
  readonly kind: "class" | "def";
  readonly line: number;
  readonly decorators: readonly string[];
}

const header = /^([ \t]*)(?:async[ \t]+)?(class|def)[ \t]+(\w+)/;
const assertion =
  /^\s*(?:assert\b|(?:await\s+)?self\.assert\w+\(|with\s+(?:pytest\.raises|self\.assertRaises)\w*\()/;

/** Tests of pytest and unittest, by indentation: functions named `test…`, in classes or not. */
export function listPythonTests(text: string): readonly SourceTest[] {
  const lines = text.split(/\r\n|\r|\n/);
  const blocks = listBlocks(lines);
  return blocks.flatMap((block, index): readonly SourceTest[] => {
    if (block.kind !== "def" || !block.name.startsWith("test")) return [];
    const around = listEnclosing(blocks.slice(0, index), block);
    // A function in a function is no test.
    if (around.some(({ kind }) => kind === "def")) return [];
    const startLine = block.line - block.decorators.length;
    const endLine = findEnd(lines, block);
    const marks = [...around, block].flatMap(({ decorators }) => decorators).join(" ");
    return [
      {
        name: [...around, block].map(({ name }) => name).join("::"),
        startLine,
        endLine,
        skipped: /\b(?:skip|skipif|skipIf|skipUnless|xfail|expectedFailure)\b/.test(marks),
        focused: false,
        assertions: lines
          .slice(block.line, endLine)
          .filter((line) => assertion.test(line))
          .map((line) => line.trim().replaceAll(/\s+/g, " ")),
      },
    ];
  });
}

function listBlocks(lines: readonly string[]): readonly Block[] {
  const blocks: Block[] = [];
  let decorators: readonly string[] = [];
  for (const [index, line] of lines.entries()) {
    const [, indent, kind, name] = header.exec(line) ?? [];
    if (indent !== undefined && name !== undefined) {
      blocks.push({
        indent: indent.length,
        name,
        kind: kind === "class" ? "class" : "def",
        line: index + 1,
        decorators,
      });
    }
    // Lines of a decorator that spans several count as its own.
    const decorating =
      /^\s*@/.test(line) || (decorators.length > 0 && name === undefined && line.trim() !== "");
    decorators = decorating ? [...decorators, line] : [];
  }
  return blocks;
}

function listEnclosing(earlier: readonly Block[], block: Block): readonly Block[] {
  const around: Block[] = [];
  let { indent } = block;
  for (const each of earlier.toReversed()) {
    if (each.indent >= indent) continue;
    around.unshift(each);
    ({ indent } = each);
  }
  return around;
}

/** The last line that is indented deeper than the header; blank lines at the end do not count. */
function findEnd(lines: readonly string[], { line, indent }: Block): number {
  let end = line;
  for (let index = line; index < lines.length; index += 1) {
    const text = lines[index] ?? "";
    if (text.trim() === "") continue;
    const deeper = text.length - text.trimStart().length > indent;
    // The parameters of a header may end with a bracket below it.
    if (!deeper && !/^\s*[)\]]/.test(text)) break;
    end = index + 1;
  }
  return end;
}

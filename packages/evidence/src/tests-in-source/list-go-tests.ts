import type { SourceTest } from "./list-tests.ts";

const failing = /\b[tbf]\.(?:Error|Fatal|Fail)\w*\(|\b(?:assert|require|is|qt|check)\.\w+\(/;
const tableRow = /^\s+(?:"[^"]*":\s*)?\{.*\},?$/;

/** Tests of a Go file: functions named `Test…`, `Fuzz…` or `Example…`, as gofmt lays them out. Rows of a table count as assertions. */
export function listGoTests(text: string): readonly SourceTest[] {
  const lines = text.split(/\r?\n/);
  // A build constraint decides whether the file is compiled at all.
  const constrained = lines.some((line) => /^\/\/(?:go:build|\s*\+build)\b/.test(line));
  return lines.flatMap((line, index): readonly SourceTest[] => {
    const [, name] = /^func ((?:Test|Fuzz|Example)\w*)\(/.exec(line) ?? [];
    if (name === undefined || name === "TestMain") return [];
    const end = lines.findIndex((each, at) => at >= index && /^\}|^\S.*\}$/.test(each));
    const endLine = end < 0 ? lines.length : end + 1;
    const body = lines.slice(index, endLine);
    return [
      {
        name,
        startLine: index + 1,
        endLine,
        skipped: constrained || body.some((each) => /\b[tbf]\.Skip(?:f|Now)?\(/.test(each)),
        focused: false,
        assertions: listAssertions(body),
      },
    ];
  });
}

/** What fails a test, together with the condition before it, which holds what is expected. */
function listAssertions(body: readonly string[]): readonly string[] {
  return body.flatMap((line, index): readonly string[] => {
    if (!failing.test(line)) return tableRow.test(line) ? [oneSpace(line)] : [];
    const above = body[index - 1] ?? "";
    return [oneSpace(/^\s*(?:\} else )?if\b/.test(above) ? `${above} ${line}` : line)];
  });
}

function oneSpace(line: string): string {
  return line.trim().replaceAll(/\s+/g, " ");
}

import type { SourceTest } from "./list-tests.ts";

const testAttribute = /^#\[(?:\w+::)*(?:test|rstest|test_case|proptest|quickcheck)\b/;
const assertion = /\b(?:\w+::)*(?:(?:debug_|prop_)?assert\w*|panic|unreachable)!\s*[([{]/;

/** Tests of a Rust file, as rustfmt lays them out: functions with a test attribute, in modules or not. */
export function listRustTests(text: string): readonly SourceTest[] {
  const lines = text.split(/\r?\n/);
  return lines.flatMap((line, index): readonly SourceTest[] => {
    const [, indent = "", name] = /^(\s*)(?:pub )?(?:async )?fn (\w+)/.exec(line) ?? [];
    if (name === undefined) return [];
    const attributes = listAttributes(lines, index);
    if (!attributes.some((each) => testAttribute.test(each))) return [];
    const end = lines.findIndex(
      (each, at) => at >= index && (each === `${indent}}` || (at === index && each.endsWith("}"))),
    );
    const endLine = end < 0 ? lines.length : end + 1;
    return [
      {
        name: [...listModules(lines, index, indent.length), name].join("::"),
        startLine: index + 1 - attributes.length,
        endLine,
        skipped: attributes.some((each) => /^#\[(?:ignore|cfg)\b/.test(each)),
        focused: false,
        assertions: listAssertions(lines.slice(index, endLine)),
      },
    ];
  });
}

/** The attributes right above a line. */
function listAttributes(lines: readonly string[], index: number): readonly string[] {
  const above = lines.slice(0, index).map((line) => line.trim());
  const last = above.findLastIndex((line) => !line.startsWith("#["));
  return above.slice(last + 1);
}

/** Modules around a line, outermost first. */
function listModules(lines: readonly string[], index: number, indent: number): readonly string[] {
  const names: string[] = [];
  let depth = indent;
  for (const line of lines.slice(0, index).toReversed()) {
    const [, outer = "", name] = /^(\s*)(?:pub )?mod (\w+) \{/.exec(line) ?? [];
    if (name === undefined || outer.length >= depth) continue;
    names.unshift(name);
    depth = outer.length;
  }
  return names;
}

/** Each macro call that can fail, up to the end of its statement. */
function listAssertions(body: readonly string[]): readonly string[] {
  return body.flatMap((line, index): readonly string[] => {
    if (!assertion.test(line)) return [];
    const rest = body.slice(index);
    const end = rest.findIndex((each) => /[;}]\s*$/.test(each));
    const statement = rest.slice(0, end < 0 ? 1 : end + 1).join(" ");
    return [statement.trim().replaceAll(/\s+/g, " ")];
  });
}

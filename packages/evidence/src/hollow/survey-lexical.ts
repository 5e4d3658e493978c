import { oneLine } from "./one-line.ts";
import type { SourceMutation } from "./source-mutation.ts";
import type { SurveyedFile } from "./survey.ts";

type Alteration = readonly [kind: SourceMutation["kind"], pattern: RegExp, text: (found: string) => string];

/**
 * Alterations of the changed lines of a language whose syntax nobody here knows, by what most languages share: numbers,
 * strings, comparisons, truth values, signs. Some do not compile; those show nothing.
 */
export function surveyLexical({ path, after, changedLines }: SurveyedFile): readonly SourceMutation[] {
  const found: SourceMutation[] = [];
  let offset = 0;
  for (const [index, line] of after.split("\n").entries()) {
    // In Rust, unit tests follow the code they test.
    if (line.includes("#[cfg(test)]")) break;
    if (changedLines.has(index + 1) && !silent.test(line)) {
      for (const mutation of alterLine(line, offset)) found.push({ path, scope: "", ...mutation });
    }
    offset += line.length + 1;
  }
  return found;
}

/** Comments, and what only names other files. */
const silent = /^\s*(?:\/\/|#|\*|\/\*|--|;|import\b|use\b|package\b|require\b|mod\b|from\b|extern\b)/;

function alterLine(line: string, offset: number): readonly Pick<SourceMutation, "kind" | "label" | "edit">[] {
  return alterations.flatMap(([kind, pattern, replace]) =>
    [...line.matchAll(pattern)].map((match) => {
      const [whole] = match;
      const text = replace(whole);
      const start = offset + match.index;
      return {
        kind,
        label: `${oneLine(line.trim())}: ${whole.trim()} → ${oneLine(text.trim())}`,
        edit: { start, end: start + whole.length, text },
      };
    }),
  );
}

const opposites = new Map([
  ["==", "!="],
  ["!=", "=="],
  [" < ", " >= "],
  [" >= ", " < "],
  [" > ", " <= "],
  [" <= ", " > "],
  ["&&", "||"],
  ["||", "&&"],
  ["true", "false"],
  ["false", "true"],
  [" + ", " - "],
  [" - ", " + "],
  [" * ", " / "],
  [" / ", " * "],
]);

const alterations: readonly Alteration[] = [
  ["number-up", /(?<![\w."'])\d+(?![\w.])/g, (found) => String(Number(found) + 1)],
  ["string", /"(?:[^"\\]|\\.)*"/g, (found) => `${found.slice(0, -1)}x"`],
  [
    "logic",
    /(?<![=!<>])[=!]=(?!=)|&&|\|\|(?! *\{)|\b(?:true|false)\b| [<>]=? | [-+*/] /g,
    (found) => opposites.get(found) ?? found,
  ],
];

import type { SurveyedFile } from "../hollow/survey.ts";
import type { CodeLiteral } from "./list-literals.ts";

/** Lines that give a test's result for a test's input. */
export interface Answer {
  readonly path: string;
  /** 1-based, inclusive. */
  readonly startLine: number;
  readonly endLine: number;
  /** The literals that the code compares with or looks up. */
  readonly selected: readonly CodeLiteral[];
}

/** Lines that a condition and its result may take. */
const windowLength = 3;

/**
 * Changed lines that hold all literals of an assertion close together and choose by one of them: a comparison, a case, a
 * key of a table. `null` when there are none.
 */
export function findAnswer(literals: readonly CodeLiteral[], files: readonly SurveyedFile[]): Answer | null {
  for (let more = 0; more < windowLength; more += 1) {
    for (const { path, after, changedLines } of files) {
      const lines = after.split("\n");
      for (const startLine of changedLines) {
        const endLine = Math.min(startLine + more, lines.length);
        const text = lines.slice(startLine - 1, endLine).join("\n");
        const selected = selectBy(text, literals);
        if (selected.length > 0) return { path, startLine, endLine, selected };
      }
    }
  }
  return null;
}

/** The literals that a piece of code chooses by, provided that it holds all of them. */
function selectBy(text: string, literals: readonly CodeLiteral[]): readonly CodeLiteral[] {
  const holdsAll =
    literals.every(({ value }) => text.includes(value)) && literals.every((each) => holds(text, each));
  return holdsAll ? literals.filter((each) => selects(text, each)) : [];
}

function holds(text: string, each: CodeLiteral): boolean {
  return new RegExp(spell(each)).test(text) || isKey(text, each);
}

/** `=== "a"`, `case "a"`, `"a" ==`, `"a":`, `"a" =>`, `["a", …]`, `.equals("a")`. */
function selects(text: string, each: CodeLiteral): boolean {
  const spelt = spell(each);
  return (
    isKey(text, each) ||
    new RegExp(String.raw`(?:[=!]==?|\bcase|\bwhen|\bin|equals\()\s*${spelt}`).test(text) ||
    new RegExp(String.raw`${spelt}\s*(?:[=!]==?|=>|:(?!:))|\[\s*${spelt}\s*,`).test(text)
  );
}

/** A key that needs no quotes: `{ Ada: … }`. */
function isKey(text: string, { kind, value }: CodeLiteral): boolean {
  return (
    kind === "string" &&
    /^[A-Za-z_]\w*$/.test(value) &&
    new RegExp(String.raw`[{,\s]${value}\s*:(?!:)`).test(text)
  );
}

function spell({ kind, value }: CodeLiteral): string {
  const escaped = value.replaceAll(/[.*+?^${}()|[\]\\]/g, String.raw`\$&`);
  return kind === "string" ? `["'\`]${escaped}["'\`]` : String.raw`(?<![\w.])${escaped}(?![\w.])`;
}

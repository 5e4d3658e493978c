import type { KimiError } from "@kimi/contracts";
import { printParseErrorCode, visit, type ParseErrorCode } from "jsonc-parser";
import { maxDepth, tooDeep } from "./json-depth.ts";
import { jsonProblem } from "./json-problem.ts";

/** What should have stood there, by the name of the parser's error. */
const expectations: Readonly<Record<string, string>> = {
  InvalidSymbol: "a JSON value",
  InvalidNumberFormat: "a number as JSON writes it",
  PropertyNameExpected: "a property name in double quotation marks",
  ValueExpected: "a value",
  ColonExpected: "a colon",
  CommaExpected: "a comma",
  CloseBraceExpected: "a closing brace",
  CloseBracketExpected: "a closing bracket",
  EndOfFileExpected: "the end of the document",
  InvalidCommentToken: "no comment, since JSON has none",
  UnexpectedEndOfComment: "no comment, since JSON has none",
  UnexpectedEndOfString: "a closing quotation mark",
  UnexpectedEndOfNumber: "a digit",
  InvalidUnicode: "four hexadecimal digits after \\u",
  InvalidEscapeCharacter: 'an escape that JSON knows: \\" \\\\ \\/ \\b \\f \\n \\r \\t \\u',
  InvalidCharacter: "control characters written as escapes",
};

/**
 * Makes sure that `text` is JSON (RFC 8259).
 * @throws KimiError `input` with line and column of the first error; the message quotes one character at most, since
 * the text may hold secrets. What is no JSON ends there also where more than 500 levels begin.
 */
export function checkJson(text: string): void {
  try {
    JSON.parse(text);
  } catch (error) {
    throw toProblem(text, firstError(text) ?? { offset: positionIn(error, text), expected: "valid JSON" });
  }
}

/** What is not as it should be. */
interface Unexpected {
  readonly offset: number;
  readonly expected: string;
}

function toProblem(text: string, { offset, expected }: Unexpected): KimiError {
  return jsonProblem(
    text,
    offset,
    `found ${foundAt(text, offset)}, expected ${expected}: correct the document`,
  );
}

function firstError(text: string): Unexpected | null {
  const errors: Unexpected[] = [];
  const onError = (code: ParseErrorCode, offset: number): void => {
    errors.push({ offset, expected: expectations[printParseErrorCode(code)] ?? "valid JSON" });
  };
  let depth = 0;
  const onBegin = (offset: number): void => {
    depth += 1;
    const [error] = errors;
    if (depth > maxDepth) throw error === undefined ? tooDeep(text, offset) : toProblem(text, error);
  };
  const onEnd = (): void => {
    depth -= 1;
  };
  const visitor = {
    onError,
    onObjectBegin: onBegin,
    onArrayBegin: onBegin,
    onObjectEnd: onEnd,
    onArrayEnd: onEnd,
  };
  visit(text, visitor, { disallowComments: true, allowTrailingComma: false });
  return errors[0] ?? null;
}

function foundAt(text: string, offset: number): string {
  const codePoint = text.codePointAt(offset);
  return codePoint === undefined
    ? "the end of the document"
    : JSON.stringify(String.fromCodePoint(codePoint));
}

function positionIn(error: unknown, text: string): number {
  const position = error instanceof Error ? /position (\d+)/.exec(error.message)?.[1] : undefined;
  return position === undefined ? text.length : Number(position);
}

import { printParseErrorCode, visit, type ParseErrorCode } from "jsonc-parser";
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
 * the text may hold secrets.
 */
export function checkJson(text: string): void {
  try {
    JSON.parse(text);
  } catch (error) {
    const { offset, expected } = firstError(text) ?? {
      offset: positionIn(error, text),
      expected: "valid JSON",
    };
    throw jsonProblem(
      text,
      offset,
      `found ${foundAt(text, offset)}, expected ${expected}: correct the document`,
    );
  }
}

function firstError(text: string): { readonly offset: number; readonly expected: string } | null {
  const errors: { offset: number; expected: string }[] = [];
  const onError = (code: ParseErrorCode, offset: number): void => {
    errors.push({ offset, expected: expectations[printParseErrorCode(code)] ?? "valid JSON" });
  };
  visit(text, { onError }, { disallowComments: true, allowTrailingComma: false });
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

import parseSpdx from "spdx-expression-parse";

/** Longer ones are no expressions but licence texts. */
const longestExpression = 1_000;

/** The syntax tree of an SPDX licence expression (SPDX 2.3, annex D); `null` when it is none. */
export function parseLicence(expression: string): parseSpdx.Info | null {
  if (expression.length > longestExpression) return null;
  try {
    return parseSpdx(expression);
  } catch {
    // The parser says no more than that it could not.
    return null;
  }
}

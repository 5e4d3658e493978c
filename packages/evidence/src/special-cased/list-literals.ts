/** A string or number as it stands in code. */
export interface CodeLiteral {
  readonly kind: "string" | "number";
  /** Without quotes; escapes as they stand. */
  readonly value: string;
}

const literal =
  /"((?:[^"\\\n]|\\.)*)"|'((?:[^'\\\n]|\\.)*)'|`((?:[^`\\$]|\\.)*)`|(?<![\w.$])(\d+(?:\.\d+)?)(?![\w.])/g;

/** The strings and numbers of a piece of code, in order, whatever its language. */
export function listLiterals(code: string): readonly CodeLiteral[] {
  return [...code.matchAll(literal)].map(([, double, single, back, number]): CodeLiteral =>
    number === undefined
      ? { kind: "string", value: double ?? single ?? back ?? "" }
      : { kind: "number", value: number },
  );
}

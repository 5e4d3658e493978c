/** One line of TAP 12 to 14. `depth` counts the subtests it lies in, four spaces each. */
export type TapLine = { readonly depth: number } & (
  | TapPoint
  | { readonly kind: "plan"; readonly count: number; readonly skipped: boolean }
  | { readonly kind: "bail-out"; readonly reason: string }
  /** The end of subtests that came after their point, as Vitest and node-tap write them. */
  | { readonly kind: "close" }
  /** Comments, YAML, and whatever a program prints in between. */
  | { readonly kind: "other"; readonly text: string }
);

/** A test point. */
export interface TapPoint {
  readonly kind: "point";
  readonly ok: boolean;
  /** `null` when it is not numbered. */
  readonly number: number | null;
  /** Empty when it has none. */
  readonly description: string;
  readonly directive: "skip" | "todo" | null;
  /** Its subtests follow, up to a `close`. */
  readonly opens: boolean;
}

/** Reads one line; nothing is an error, since programs print what they like. */
export function readTapLine(line: string): TapLine {
  const [, indent = "", text = ""] = /^((?: {4})*)(.*)$/.exec(line.trimEnd()) ?? [];
  const depth = indent.length / 4;
  const [, plan, afterPlan = ""] = /^1\.\.(\d+)\s*(#.*)?$/.exec(text) ?? [];
  if (plan !== undefined) {
    return { kind: "plan", depth, count: Number(plan), skipped: /^#\s*skip/i.test(afterPlan) };
  }
  const [, reason] = /^Bail out!\s*(.*)$/i.exec(text) ?? [];
  if (reason !== undefined) return { kind: "bail-out", depth, reason };
  if (text === "}") return { kind: "close", depth };
  const [, not, number, rest = ""] = /^(not )?ok\b(?: +(\d+)\b)?(.*)$/.exec(text) ?? [];
  if (!/^(?:not )?ok\b/.test(text) || /^[^\s#{-]/.test(rest)) return { kind: "other", depth, text: line };
  return {
    ...readPoint(rest),
    kind: "point",
    depth,
    ok: not === undefined,
    number: number === undefined ? null : Number(number),
  };
}

function readPoint(rest: string): Pick<TapPoint, "description" | "directive" | "opens"> {
  const opens = /(?:^|\s)\{$/.test(rest);
  const open = opens ? rest.slice(0, -1).trimEnd() : rest;
  // A sign with a backslash before it is part of the description.
  const [, words = "", directive] = /^(.*?)(?:(?<!\\)#\s*(skip\S*|todo)\b.*)?$/i.exec(open) ?? [];
  const description = words
    .replace(/^\s*-?\s*/, "")
    .replace(/\s*(?<!\\)# time=[\d.]+ *m?s$/, "")
    .replaceAll(/\\([\\#])/g, "$1")
    .trim();
  return { description, directive: toDirective(directive), opens };
}

function toDirective(word: string | undefined): TapPoint["directive"] {
  if (word === undefined) return null;
  return word.toLowerCase() === "todo" ? "todo" : "skip";
}

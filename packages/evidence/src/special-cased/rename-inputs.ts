import type { SourceTest } from "../tests-in-source/list-tests.ts";

/** A test file in which one test has other inputs, and expects what belongs to them. */
export interface RenamedInputs {
  readonly text: string;
  /** The new word for each old one. */
  readonly words: ReadonlyMap<string, string>;
}

/**
 * Puts generated words in the place of inputs, wherever they stand in a test: in what it passes on and in what it expects.
 * The name of the test stays.
 */
export function renameInputs(
  text: string,
  { name, startLine, endLine }: Pick<SourceTest, "name" | "startLine" | "endLine">,
  inputs: readonly string[],
  random: () => number,
): RenamedInputs {
  const words = new Map(inputs.map((word) => [word, makeWord(word, random)]));
  const pattern = new RegExp(String.raw`\b(?:${inputs.join("|")})\b`, "g");
  const title = name.split(" > ").at(-1) ?? name;
  const rename = (part: string): string => part.replaceAll(pattern, (word) => words.get(word) ?? word);
  const lines = text.split("\n");
  const body = lines.slice(startLine - 1, endLine).join("\n");
  const [head = "", ...rest] = body.split(title);
  const renamed = rest.length === 0 ? rename(body) : [head, title, rename(rest.join(title))].join("");
  return {
    text: [...lines.slice(0, startLine - 1), renamed, ...lines.slice(endLine)].join("\n"),
    words,
  };
}

/** A word of the same shape: as long, with capitals and digits in the same places. */
function makeWord(word: string, random: () => number): string {
  const pick = (from: string): string => from[Math.floor(random() * from.length)] ?? "";
  const made = word.replaceAll(/[A-Za-z\d]/g, (each) => {
    if (/\d/.test(each)) return pick("23456789");
    return /[A-Z]/.test(each) ? pick("BDFGKLMNPRSTVZ") : pick("abdefgiklmnoprstuvz");
  });
  return made === word ? makeWord(word, random) : made;
}

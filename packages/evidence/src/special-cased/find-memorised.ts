import type { SurveyedFile } from "../hollow/survey.ts";
import type { SourceTest } from "../tests-in-source/list-tests.ts";
import { type Answer, findAnswer } from "./find-answers.ts";
import { type CodeLiteral, listLiterals } from "./list-literals.ts";

/** A test of which every input stands in the code next to the result that the test expects. */
export interface MemorisedTest {
  readonly answers: readonly Answer[];
  /** Literals that the code chooses by and that the results are made of: with another one, another result is due. */
  readonly inputs: readonly string[];
}

const trifles = new Set(["", "0", "1", "-1", "true", "false"]);

/**
 * Whether the changed lines answer all that a test asserts one by one. Assertions whose result is asked for by words of
 * a document are left aside, since then the code has to hold it. `null` when they do not, or when there is nothing to say.
 */
export function findMemorised(
  test: Pick<SourceTest, "assertions" | "name" | "startLine" | "endLine">,
  text: string,
  files: readonly SurveyedFile[],
  isAskedFor: (words: string) => boolean,
): MemorisedTest | null {
  const pairs = listPairs(test, text).filter(
    (literals) =>
      literals.some(({ value }) => !trifles.has(value)) &&
      !literals.some(({ value }) => !trifles.has(value) && isAskedFor(value)),
  );
  const found = pairs.map((literals) => ({ literals, answer: findAnswer(literals, files) }));
  const answers = found.flatMap(({ answer }) => (answer === null ? [] : [answer]));
  if (pairs.length === 0 || answers.length < pairs.length) return null;
  return { answers, inputs: [...new Set(found.flatMap(listInputs))] };
}

/**
 * Inputs and results that belong together: those of an assertion; where assertions hold none, those of a line, as in a
 * table; where lines hold none, those of the whole test.
 */
function listPairs(
  { assertions, name, startLine, endLine }: Pick<SourceTest, "assertions" | "name" | "startLine" | "endLine">,
  text: string,
): readonly (readonly CodeLiteral[])[] {
  const title = name.split(" > ").at(-1);
  const read = (code: string): readonly CodeLiteral[] =>
    withoutMessage(listLiterals(code).filter(({ value }) => value !== title));
  const ofAssertions = assertions.map(read).filter((literals) => literals.length > 1);
  if (ofAssertions.length > 0) return ofAssertions;
  const lines = text.split("\n").slice(startLine - 1, endLine);
  const ofLines = lines.map(read).filter((literals) => literals.length > 1);
  if (ofLines.length > 0) return ofLines;
  const all = read(lines.join("\n"));
  return all.length > 1 ? [all] : [];
}

/** The sentence an assertion says when it fails is no input: the last of three literals or more, with spaces. */
function withoutMessage(literals: readonly CodeLiteral[]): readonly CodeLiteral[] {
  const last = literals.at(-1);
  return literals.length > 2 && last?.kind === "string" && last.value.includes(" ")
    ? literals.slice(0, -1)
    : literals;
}

/** What the code chooses by and the expected result holds as a word. */
function listInputs({
  literals,
  answer,
}: {
  readonly literals: readonly CodeLiteral[];
  readonly answer: Answer | null;
}): readonly string[] {
  return (answer?.selected ?? [])
    .filter(({ kind, value }) => kind === "string" && /^[A-Za-z]\w+$/.test(value))
    .map(({ value }) => value)
    .filter((value) =>
      literals.some((each) => each.value !== value && new RegExp(String.raw`\b${value}\b`).test(each.value)),
    );
}

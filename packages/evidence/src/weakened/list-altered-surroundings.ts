import type { ChangedFile } from "../changed-files.ts";
import { isTestPath } from "../classify-path.ts";
import { listTests } from "../tests-in-source/list-tests.ts";
import type { Weakening } from "./weakening.ts";

/**
 * Lines of a test file outside of its tests that are not there any more: constants that tests compare with, what runs
 * before each of them, where they take their assertions from. New lines beside them are no change.
 */
export function listAlteredSurroundings({ path, before, after }: ChangedFile): readonly Weakening[] {
  if (before === null || after === null || !isTestPath(path)) return [];
  const old = listOutside(path, before);
  if (old === null) return [];
  const left = listOutside(path, after) ?? [];
  const gone = old.find((line) => !left.includes(line) && !isExtended(line, left));
  if (gone === undefined) return [];
  return [
    { kind: "support", path, test: null, message: `What the tests of the file share was altered: ${gone}` },
  ];
}

/** Lines that belong to no test, white space normalised; `null` for a file without tests. */
function listOutside(path: string, text: string): readonly string[] | null {
  const tests = listTests(path, text);
  if (tests.length === 0) return null;
  return text
    .split("\n")
    .filter(
      (_, index) => !tests.some(({ startLine, endLine }) => index + 1 >= startLine && index + 1 <= endLine),
    )
    .map((line) => line.trim().replaceAll(/\s+/g, " "))
    .filter((line) => /\w/.test(line) && !/^(?:\/\/|#(?!\[)|\*|\/\*|""")/.test(line));
}

/** An import that brings in more than before still brings in what it did. */
function isExtended(line: string, left: readonly string[]): boolean {
  if (!/^(?:import|from|use)\b|\brequire\(/.test(line)) return false;
  const words = listWords(line);
  return left.some((each) => words.every((word) => listWords(each).includes(word)));
}

function listWords(line: string): readonly string[] {
  return line.match(/[\w./@:-]+/g) ?? [];
}

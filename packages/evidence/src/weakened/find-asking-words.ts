import type { Requirement } from "@kimi/contracts";
import type { Weakening } from "./weakening.ts";

/**
 * The words of a document that ask for a weakening, with the id of the requirement that quotes them; `null` when there
 * are none. Only quotations count, which code has found in the documents: what a model writes asks for nothing.
 *
 * A file may be altered when the words name it. A test may go when the words have something removed, replaced or
 * renamed and share a name with the test.
 */
export function findAskingWords(weakening: Weakening, requirements: readonly Requirement[]): string | null {
  for (const { id, quotations } of requirements) {
    const quotation = quotations.find(({ text }) => asksFor(text, weakening));
    if (quotation !== undefined) return `${id} asks for it: “${quotation.text}”`;
  }
  return null;
}

function asksFor(words: string, { kind, path, test }: Weakening): boolean {
  if (namesFile(words, path)) return true;
  if (kind !== "test" || test === null || !removal.test(words)) return false;
  const asked = new Set(listNames(words));
  return listNames(test).some((each) => asked.has(each) && !removal.test(each));
}

/** A manifest holds much besides: words on it have to be about tests. */
function namesFile(words: string, path: string): boolean {
  const name = path.slice(path.lastIndexOf("/") + 1);
  if (name === "package.json" && !/\btest/i.test(words)) return false;
  const tokens = words.split(/[^\w./@-]+/).map((token) => token.replace(/\.+$/, ""));
  return (
    tokens.some((token) => token === name || token === path) ||
    (name === "package.json" && /\bnpm (?:run )?test\b/.test(words))
  );
}

const removal =
  /\b(?:remov|delet|drop|discard|retir|deprecat|discontinu|replac|renam|no longer|instead of|get rid of)/i;

/** Words that can name something: five letters or more, lower case; short ones stand in every sentence. */
function listNames(text: string): readonly string[] {
  return [...text.toLowerCase().matchAll(/[a-z_][\w-]{4,}/g)]
    .map(([word]) => word)
    .filter((word) => !common.has(word));
}

const common = new Set(
  "should shall would could there their where which about after before other these those tests function value values return returns given when with without error errors invalid valid empty input output string number object array lists every still never always works correct correctly".split(
    " ",
  ),
);

const commentMarks = /^(?:\/\/+|\/\*+|#+|--+|<!--|;+|%+|\*+|\{\/\*)\s*|\s*(?:\*\/\}?|-->)$/gu;
const dots = String.raw`(?:\.{3}|…)`;
const whatIsLeftOut = String.raw`(?:the\s+)?(?:rest|remainder|remaining|existing|other|previous|unchanged|original|same)\b`;

/** Sentences by which a text stands in for what it leaves out. They are looked for in comments only. */
const placeholders = [
  new RegExp(String.raw`^[([]?${dots}\s*[([]?\s*${whatIsLeftOut}.*$`, "iu"),
  new RegExp(String.raw`^[([]?\s*${whatIsLeftOut}.*${dots}\s*[)\]]?$`, "iu"),
  /^[([]?\s*(?:the\s+)?(?:rest|remainder)(?:\s+of\s+(?:the\s+)?(?:code|file|function|class|method|module|implementation|content|document|tests?))?\s+(?:is\s+|are\s+|remains?\s+|stays?\s+)?(?:unchanged|the\s+same|as\s+before|omitted|goes\s+here|here)\s*\.?[)\]]?$/iu,
  /^[([]?\s*(?:existing|remaining|previous|original)\s+(?:code|methods?|functions?|implementation|content|imports?|tests?|lines?)\s+(?:here|goes\s+here|unchanged|omitted|stays?|remains?)\s*\.?[)\]]?$/iu,
  /^[([]?\s*(?:unchanged|omitted\s+for\s+brevity|same\s+as\s+before|no\s+changes?\s+(?:here|below|above))\s*\.?[)\]]?$/iu,
];

/**
 * The first line of `text` that stands in for code left out, such as `// ... rest unchanged`; `null` when there is none.
 * A line that the text before had as well is not held against it.
 */
export function findPlaceholder(text: string, before: string): string | null {
  const known = new Set(before.split(/\r?\n/u).map((line) => line.trim()));
  const found = text.split(/\r?\n/u).find((line) => !known.has(line.trim()) && isPlaceholder(line.trim()));
  return found?.trim() ?? null;
}

function isPlaceholder(line: string): boolean {
  const words = line.replaceAll(commentMarks, "").trim();
  const isComment = words !== line || new RegExp(String.raw`^[([]?${dots}`, "u").test(line);
  return isComment && placeholders.some((placeholder) => placeholder.test(words));
}

import type { Requirement } from "@kimi/contracts";

/** How much two requirements mean the same, from 0 to 1, going by their words alone. */
export type Likeness = (a: Requirement, b: Requirement) => number;

/** How much two texts have in common, from 0 to 1. */
export type TextLikeness = (a: string, b: string) => number;

/** What each part of a requirement counts for. The words of the documents come first: the rest is a model's wording. */
const weights = { quotations: 0.4, title: 0.15, statement: 0.25, criteria: 0.2 };

/** What quoting the very same words counts for, however a model words the rest. */
const verbatim = 0.6;

/** Words that stand in every requirement. */
const filler = new Set(
  "a an and any are as at be been by can could do does each every for from given has have if in into is it its may must no not of on or shall should so such that the their then there these they this to was were when where which while will with would".split(
    " ",
  ),
);

/**
 * Measures the likeness of requirements among these: words that many of them share tell them apart less than rare ones
 * (Dice's coefficient, weighted by inverse document frequency). A part that one of two lacks is left out.
 */
export function measureLikeness(among: readonly Requirement[]): Likeness {
  const compare = measureTexts(among.map((one) => Object.values(textsOf(one)).join("\n")));
  return (a, b) => {
    const [left, right] = [textsOf(a), textsOf(b)];
    const parts = [
      { weight: weights.title, likeness: compare(left.title, right.title) },
      { weight: weights.statement, likeness: compare(left.statement, right.statement) },
      { weight: weights.criteria, likeness: compare(left.criteria, right.criteria) },
      ...(a.quotations.length > 0 && b.quotations.length > 0
        ? [{ weight: weights.quotations, likeness: compareQuotations(a, b, compare) }]
        : []),
    ];
    const total = parts.reduce((sum, { weight }) => sum + weight, 0);
    const alike = parts.reduce((sum, { weight, likeness }) => sum + weight * likeness, 0) / total;
    // Where both quote the very same words, the rest only tells apart those that quote them too.
    return Math.max(alike, verbatim * shareQuotations(a, b) + (1 - verbatim) * alike);
  };
}

/** Measures the likeness of texts among these. */
export function measureTexts(among: readonly string[]): TextLikeness {
  const bags = new Map<string, ReadonlySet<string>>();
  const bagOf = (text: string): ReadonlySet<string> => {
    const bag = bags.get(text) ?? wordsOf(text);
    bags.set(text, bag);
    return bag;
  };
  const frequency = new Map<string, number>();
  for (const word of among.flatMap((text) => [...bagOf(text)])) {
    frequency.set(word, (frequency.get(word) ?? 0) + 1);
  }
  const weigh = (words: Iterable<string>): number =>
    [...words].reduce((sum, word) => sum + Math.log((among.length + 1) / (frequency.get(word) ?? 1)), 0);
  return (a, b) => {
    const [left, right] = [bagOf(a), bagOf(b)];
    const total = weigh(left) + weigh(right);
    return total === 0
      ? Number(a.trim() === b.trim())
      : (2 * weigh([...left].filter((word) => right.has(word)))) / total;
  };
}

/** Each quotation of the one with fewer against its best match in the other. */
function compareQuotations(a: Requirement, b: Requirement, compare: TextLikeness): number {
  const [fewer, more] = a.quotations.length <= b.quotations.length ? [a, b] : [b, a];
  const best = fewer.quotations.map(({ text }) =>
    Math.max(...more.quotations.map((other) => compare(text, other.text))),
  );
  return best.reduce((sum, one) => sum + one, 0) / best.length;
}

/** How many of the quotations of the one with fewer the other has word for word, from 0 to 1. */
function shareQuotations(a: Requirement, b: Requirement): number {
  const [left, right] = [a, b].map(({ quotations }) => new Set(quotations.map(({ text }) => plain(text))));
  if (left === undefined || right === undefined || left.size === 0 || right.size === 0) return 0;
  return [...left].filter((text) => right.has(text)).length / Math.min(left.size, right.size);
}

function plain(text: string): string {
  return text.trim().replaceAll(/\s+/g, " ");
}

function textsOf({ title, statement, criteria, quotations }: Requirement) {
  return {
    title,
    statement,
    criteria: criteria.map(({ text }) => text).join("\n"),
    quotations: quotations.map(({ text }) => text).join("\n"),
  };
}

/** Made on first use, since that takes 10 ms. */
let segmenter: Intl.Segmenter | null = null;

/** Words in lower case, in any language; numbers and signs that programs give a meaning count too. */
function wordsOf(text: string): ReadonlySet<string> {
  segmenter ??= new Intl.Segmenter("en", { granularity: "word" });
  const words = new Set<string>();
  for (const { segment, isWordLike } of segmenter.segment(text.toLowerCase())) {
    if (isWordLike === true ? !filler.has(segment) : /[^\s.,;:!?"'()]/u.test(segment)) words.add(segment);
  }
  return words;
}

import type { ReadingBuilder } from "../quotation/reading.ts";

/** A stretch of source, end exclusive. */
interface Stretch {
  readonly start: number;
  readonly end: number;
}

/**
 * Adds `value`, which a parser took from a stretch of `source`, and finds each of its characters there: what stands
 * between them is markup (escapes, line prefixes, fences). A character reference such as `&amp;` stands for what it means.
 */
export function alignToSource(
  value: string,
  source: string,
  stretch: Stretch,
  builder: ReadingBuilder,
): void {
  let at = stretch.start;
  let unit = 0;
  while (unit < value.length) {
    const character = value.charAt(unit);
    const reference = source.charAt(at) === "&" ? referenceAt(source, at, value.slice(unit, unit + 2)) : null;
    if (reference !== null) {
      builder.append(reference.meaning, at, at + reference.length);
      at += reference.length;
      unit += reference.meaning.length;
      continue;
    }
    const place = placeOf(character, source, at, stretch.end);
    builder.append(character, place, Math.min(place + 1, stretch.end));
    at = Math.min(place + 1, stretch.end);
    unit += 1;
  }
}

/** Where `character` stands next; where it does not, the parser made it up, and it stands for nothing. */
function placeOf(character: string, source: string, at: number, end: number): number {
  if (source.charAt(at) === character) return at;
  // A line end within inline code reads as a blank.
  if (character === " " && /[\r\n]/.test(source.charAt(at))) return at;
  for (let next = at; next < end; next += 1) if (source.charAt(next) === character) return next;
  return at;
}

interface Reference {
  readonly length: number;
  readonly meaning: string;
}

/** A character reference at `at` that yields the beginning of `expected`; of named ones, its meaning is taken on trust. */
function referenceAt(source: string, at: number, expected: string): Reference | null {
  const match = /^&(?:#[xX](?<hex>[0-9a-fA-F]{1,6})|#(?<decimal>\d{1,7})|[A-Za-z][A-Za-z0-9]{1,31});/.exec(
    source.slice(at, at + 40),
  );
  if (match === null) return null;
  const { hex, decimal } = match.groups ?? {};
  const length = match[0].length;
  if (hex === undefined && decimal === undefined) {
    return expected.startsWith("&") && !isAmpersand(match[0])
      ? null
      : { length, meaning: firstCharacter(expected) };
  }
  const codePoint = hex === undefined ? Number(decimal) : Number.parseInt(hex, 16);
  const meaning = codePoint > 0 && codePoint <= 0x10_ff_ff ? String.fromCodePoint(codePoint) : "\uFFFD";
  return expected.startsWith(meaning) ? { length, meaning } : null;
}

function isAmpersand(reference: string): boolean {
  return reference === "&amp;" || reference === "&AMP;";
}

function firstCharacter(text: string): string {
  return String.fromCodePoint(text.codePointAt(0) ?? 0);
}

import type { SecretSpan } from "./secret-span.ts";

/** So many characters in a row are no coincidence: 120 bits. */
const gramLength = 20;
const base64Run = new RegExp(`[A-Za-z0-9+/]{${gramLength},}`, "g");

/** Every piece of that length of a key's body, as it reads without line ends, in which it may be cut or joined. */
export function keyGrams(body: string): readonly string[] {
  const joined = body
    .split(/\r?\n|\\[nr]/)
    .filter((line) => /^\s*[A-Za-z0-9+/=]+\s*$/.test(line))
    .map((line) => line.trim())
    .join("")
    .replaceAll("=", "");
  return Array.from({ length: Math.max(0, joined.length - gramLength + 1) }, (_, at) =>
    joined.slice(at, at + gramLength),
  );
}

/** Stretches of a text that are parts of keys whose pieces are in `grams`. */
export function findKeyParts(text: string, grams: ReadonlySet<string>): readonly SecretSpan[] {
  const spans: SecretSpan[] = [];
  for (const run of text.matchAll(base64Run)) {
    let startOffset: number | null = null;
    for (let at = 0; at <= run[0].length - gramLength + 1; at += 1) {
      const isPart = grams.has(run[0].slice(at, at + gramLength));
      if (isPart) startOffset ??= run.index + at;
      if (isPart || startOffset === null) continue;
      spans.push({ rule: "private-key", startOffset, endOffset: run.index + at - 1 + gramLength });
      startOffset = null;
    }
  }
  return spans;
}

import type { SecretFinder, SecretSpan } from "./secret-span.ts";

const credential = String.raw`(?<value>[A-Za-z0-9+/=._~-]{8,8192})`;
const separator = String.raw`["'\`]?\s{0,4}[:=]\s{0,4}["'\`]?`;

const patterns = [
  new RegExp(
    String.raw`\bauthorization${separator}(?:bearer|basic|token|apikey|digest)\s{1,4}${credential}`,
    "dgi",
  ),
  new RegExp(
    String.raw`\b(?:authorization|x-api-key|x-auth-token|private-token|api-key)${separator}${credential}`,
    "dgi",
  ),
  new RegExp(String.raw`\bbearer\s{1,4}${credential}`, "dgi"),
];

/** Credentials in HTTP headers, however they are written down: raw, in code, in a command line. */
export const findAuthorization: SecretFinder = (text) => {
  const spans: SecretSpan[] = [];
  for (const pattern of patterns) {
    for (const match of text.matchAll(pattern)) {
      const range = match.indices?.groups?.["value"];
      if (range === undefined || !looksGenerated(text.slice(...range))) continue;
      spans.push({ rule: "authorization", startOffset: range[0], endOffset: range[1] });
    }
  }
  return spans;
};

/** Prose and code say `Authorization: required` and `bearer authentication` too: a credential mixes kinds of characters. */
function looksGenerated(value: string): boolean {
  const kinds = [/[a-z]/, /[A-Z]/, /\d/].filter((kind) => kind.test(value)).length;
  const isName = /^[A-Za-z]+(?:[._-][A-Za-z]+)*$/.test(value) && /[._-]|^[A-Z]?[a-z]+$/.test(value);
  return kinds >= 2 && !isName;
}

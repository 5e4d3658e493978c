import type { Redactor } from "@kimi/contracts";

/** Runs of printable ASCII, as long as the shortest thing worth calling a secret. */
const printableRuns = /[\x20-\x7e]{8,}/g;

/** Whether the redactor finds anything in a file: in its text, or in the readable parts of a binary one. */
export function holdsSecret(content: Uint8Array, redactor: Redactor): boolean {
  const text = decodeText(content);
  if (text !== null) return findsAny(text, redactor);
  const readable = Buffer.from(content).toString("latin1").match(printableRuns) ?? [];
  return findsAny(readable.join("\n"), redactor);
}

/** The text of a file in UTF-8, or in UTF-16 with a byte order mark; `null` for anything else. */
export function decodeText(content: Uint8Array): string | null {
  const [first, second] = content;
  if (first === 0xff && second === 0xfe) return decode(content, "utf-16le");
  if (first === 0xfe && second === 0xff) return decode(content, "utf-16be");
  return content.subarray(0, 8_000).includes(0) ? null : decode(content, "utf-8");
}

function decode(content: Uint8Array, encoding: string): string | null {
  try {
    return new TextDecoder(encoding, { fatal: true, ignoreBOM: true }).decode(content);
  } catch {
    return null;
  }
}

// JSON and source code escape what a secret is made of, line ends above all: both forms are searched.
function findsAny(text: string, redactor: Redactor): boolean {
  if (redactor.redact(text).findings.length > 0) return true;
  const unescaped = unescapeText(text);
  return unescaped !== text && redactor.redact(unescaped).findings.length > 0;
}

function unescapeText(text: string): string {
  return text.replace(
    /\\(?:u([0-9a-fA-F]{4})|([nrt"'\\/]))/g,
    (_, code: string | undefined, character: string) =>
      code === undefined
        ? (controls.get(character) ?? character)
        : String.fromCharCode(Number.parseInt(code, 16)),
  );
}

const controls: ReadonlyMap<string, string> = new Map([
  ["n", "\n"],
  ["r", "\r"],
  ["t", "\t"],
]);

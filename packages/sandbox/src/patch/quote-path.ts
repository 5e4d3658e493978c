import type { RawPath } from "../paths/raw-path.ts";

const named: Readonly<Record<string, string>> = {
  "\x07": "\\a",
  "\b": "\\b",
  "\t": "\\t",
  "\n": "\\n",
  "\v": "\\v",
  "\f": "\\f",
  "\r": "\\r",
  '"': '\\"',
  "\\": "\\\\",
};

/** A path as git writes it in a patch: as it is, or in quotes with escapes where it holds more than plain characters. */
export function quotePath(path: RawPath): string {
  if (/^[\x20\x21\x23-\x5b\x5d-\x7e]*$/.test(path)) return path;
  const escaped = path.replaceAll(
    /[^\x20\x21\x23-\x5b\x5d-\x7e]/g,
    (character) => named[character] ?? `\\${character.charCodeAt(0).toString(8).padStart(3, "0")}`,
  );
  return `"${escaped}"`;
}

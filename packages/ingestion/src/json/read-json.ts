import { visit } from "jsonc-parser";
import { ReadingBuilder, type Reading } from "../quotation/reading.ts";

/** No quotation holds it, so none is found across two strings. */
const separator = "\0";

const escapes: Readonly<Record<string, string>> = { b: "\b", f: "\f", n: "\n", r: "\r", t: "\t" };

/** The keys and string values of a JSON text, with their escapes undone. */
export function readJson(text: string): Reading {
  const builder = new ReadingBuilder();
  const readString = (offset: number, length: number): void => {
    readEscaped(text, offset + 1, offset + length - 1, builder);
    builder.append(separator, offset + length, offset + length);
  };
  visit(text, {
    onObjectProperty: (_name, offset, length) => readString(offset, length),
    onLiteralValue: (value, offset, length) => {
      if (typeof value === "string") readString(offset, length);
    },
  });
  return builder.build();
}

function readEscaped(text: string, start: number, end: number, builder: ReadingBuilder): void {
  for (let at = start; at < end;) {
    const character = text.charAt(at);
    const isEscape = character === "\\";
    const length = isEscape ? (text.charAt(at + 1) === "u" ? 6 : 2) : 1;
    builder.append(isEscape ? unescape(text.slice(at + 1, at + length)) : character, at, at + length);
    at += length;
  }
}

function unescape(escape: string): string {
  if (escape.startsWith("u")) return String.fromCharCode(Number.parseInt(escape.slice(1), 16));
  return escapes[escape] ?? escape;
}

import { KimiError } from "@kimi/contracts";
import { LineIndex } from "../line-index.ts";

/**
 * The text of a document's bytes, without a byte order mark.
 * @throws KimiError `input` with the line, when they are not UTF-8, hold a NUL, or hold nothing but white space.
 */
export function decodeDocument(bytes: Uint8Array): string {
  const [first, second] = bytes;
  if ((first === 0xff && second === 0xfe) || (first === 0xfe && second === 0xff)) {
    throw new KimiError("input", "found UTF-16, expected UTF-8: save the document as UTF-8");
  }
  const text = decodeUtf8(bytes);
  checkText(text);
  return text;
}

/** @throws KimiError `input` with the line, for a text that holds a NUL, or nothing but white space. */
export function checkText(text: string): void {
  const nul = text.indexOf("\0");
  if (nul !== -1) throw problemAt(text, nul, "found a NUL character, expected text: is this the right file?");
  if (text.trim() === "") {
    const found = text === "" ? "nothing" : "nothing but white space";
    throw new KimiError("input", `found ${found}, expected requirements: write some, or leave it out`);
  }
}

function decodeUtf8(bytes: Uint8Array): string {
  try {
    return new TextDecoder("utf-8", { fatal: true }).decode(bytes);
  } catch (error) {
    if (!(error instanceof TypeError)) throw error;
    const before = validBeginning(bytes);
    const byte =
      Buffer.byteLength(before) + (bytes[0] === 0xef && bytes[1] === 0xbb && bytes[2] === 0xbf ? 3 : 0);
    const value = (bytes[byte] ?? 0).toString(16).toUpperCase().padStart(2, "0");
    throw problemAt(
      before,
      before.length,
      `found the byte 0x${value} at offset ${byte}, which is not UTF-8, expected UTF-8: save the document as UTF-8`,
    );
  }
}

/** The text before the first byte that is not UTF-8. */
function validBeginning(bytes: Uint8Array): string {
  const lossy = new TextDecoder("utf-8").decode(bytes);
  const hasMark = bytes[0] === 0xef && bytes[1] === 0xbb && bytes[2] === 0xbf;
  let byte = hasMark ? 3 : 0;
  let from = 0;
  for (let at = lossy.indexOf("\uFFFD"); at !== -1; at = lossy.indexOf("\uFFFD", from)) {
    byte += Buffer.byteLength(lossy.slice(from, at));
    // The document may hold a replacement character of its own.
    const isGenuine = bytes[byte] === 0xef && bytes[byte + 1] === 0xbf && bytes[byte + 2] === 0xbd;
    if (!isGenuine) return lossy.slice(0, at);
    byte += 3;
    from = at + 1;
  }
  return lossy;
}

function problemAt(text: string, offset: number, message: string): KimiError {
  const lines = new LineIndex(text);
  return new KimiError("input", message, {
    details: { line: lines.lineAt(offset), column: lines.columnAt(offset) },
  });
}

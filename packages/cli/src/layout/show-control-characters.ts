/**
 * What terminals take for commands, or by which they turn text around: C0 but for tab and newline, DEL, C1, and the
 * controls of direction (Unicode Standard Annex #9).
 */
// oxlint-disable-next-line no-control-regex -- they are what is looked for
const steering = /[\u0000-\u0008\u000B-\u001F\u007F-\u009F\u061C\u200E\u200F\u202A-\u202E\u2066-\u2069]/g;

/**
 * Text that steers no terminal. What would have is shown as a picture of itself (`␛`), or as `�` where there is none: a
 * character for a character, so that columns stay where they are. A line that ends with CR LF ends with LF.
 */
export function showControlCharacters(text: string): string {
  return text.replaceAll("\r\n", "\n").replaceAll(steering, picture);
}

/** JSON that says the same and steers no terminal, for `JSON.stringify` escapes no more than C0. */
export function escapeControlCharacters(json: string): string {
  return json.replaceAll(steering, (one) => `\\u${one.charCodeAt(0).toString(16).padStart(4, "0")}`);
}

/** Those of C0 stand in their order from U+2400 on. */
function picture(one: string): string {
  const code = one.charCodeAt(0);
  if (code < 0x20) return String.fromCharCode(0x2400 + code);
  return code === 0x7f ? "\u2421" : "\uFFFD";
}

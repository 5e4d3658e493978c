/** The text of a file, a byte order mark included; `null` when there is no file or it is not UTF-8 text. */
export function decodeText(content: Uint8Array | null): string | null {
  if (content === null || content.includes(0)) return null;
  try {
    return new TextDecoder("utf-8", { fatal: true, ignoreBOM: true }).decode(content);
  } catch {
    return null;
  }
}

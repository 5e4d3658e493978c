/**
 * The text without the reasoning that local models put before their answer. Their templates may open the block
 * themselves, so that only its end is in the text. Text that begins like JSON or a code fence is left alone: there,
 * the tag is content.
 */
export function stripThinking(text: string): string {
  const trimmed = text.trimStart();
  if (/^[[{`]/.test(trimmed)) return text;
  if (trimmed.startsWith("<think>")) {
    const end = trimmed.indexOf("</think>");
    return end === -1 ? "" : trimmed.slice(end + "</think>".length).trimStart();
  }
  const end = trimmed.indexOf("</think>");
  return end === -1 || trimmed.slice(0, end).includes("<think>")
    ? text
    : trimmed.slice(end + "</think>".length).trimStart();
}

/** Text as running Markdown: nothing in it becomes markup. */
export function escapeInline(text: string): string {
  return text.replaceAll(/[\\`*_[\]<>#|~]/g, String.raw`\$&`).replaceAll(/\r\n?/g, "\n");
}

/** Text as a cell of a table: one line, and nothing in it becomes markup. */
export function escapeCell(text: string): string {
  return escapeInline(text).replaceAll(/\s+/g, " ");
}

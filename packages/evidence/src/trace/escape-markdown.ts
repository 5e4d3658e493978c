/** Text as running Markdown: nothing in it becomes markup. */
export function escapeInline(text: string): string {
  return text
    .replaceAll(/\r\n?/g, "\n")
    .replaceAll(/[\\`*_[\]<|~]/g, String.raw`\$&`)
    .replaceAll(/^(\s*)([>#+-])/gm, String.raw`$1\$2`);
}

/** Text as a cell of a table: one line, and nothing in it becomes markup. */
export function escapeCell(text: string): string {
  return escapeInline(text).replaceAll(/\s+/g, " ");
}

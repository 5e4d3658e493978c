/** A table of plain text: columns as wide as their widest cell, the last one as it comes. */
export function renderTable(head: readonly string[], rows: readonly (readonly string[])[]): string {
  const all = [head, ...rows];
  const widths = head.map((_, column) => Math.max(...all.map((row) => (row[column] ?? "").length)));
  const render = (row: readonly string[]): string =>
    widths
      .map((width, column) => (row[column] ?? "").padEnd(column === widths.length - 1 ? 0 : width))
      .join("  ")
      .trimEnd();
  const rule = widths.map((width) => "─".repeat(width)).join("──");
  return [render(head), rule, ...rows.map(render)].join("\n");
}

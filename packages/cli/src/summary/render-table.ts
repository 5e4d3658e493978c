import { wrapText } from "../layout/wrap-text.ts";

const gap = "  ";
/** A rule need not be as long as the longest path below it. */
const longestRule = 80;
/** A last column that is narrower than this is not wrapped. */
const narrowest = 20;

/**
 * A table of plain text: columns as wide as their widest cell, the last one wrapped within its column.
 * @param columns Width of the whole. @default Infinity
 */
export function renderTable(
  head: readonly string[],
  rows: readonly (readonly string[])[],
  columns = Infinity,
): string {
  const all = [head, ...rows];
  const last = head.length - 1;
  const widths = head.map((_, column) => Math.max(...all.map((row) => (row[column] ?? "").length)));
  const indent = widths.slice(0, last).reduce((sum, width) => sum + width + gap.length, 0);
  const render = (row: readonly string[]): string => {
    const front = widths.slice(0, last).map((width, column) => (row[column] ?? "").padEnd(width) + gap);
    const text = wrapText(row[last] ?? "", Math.max(narrowest, columns - indent));
    return `${front.join("")}${text.join(`\n${" ".repeat(indent)}`)}`.trimEnd();
  };
  const rule = "─".repeat(Math.min(indent + (widths[last] ?? 0), columns, longestRule));
  return [render(head), rule, ...rows.map(render)].join("\n");
}

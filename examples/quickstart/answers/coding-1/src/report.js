import { totalByCategory } from "./ledger.js";
import { formatAmount } from "./money.js";

/** A line for each category: what was spent and, where that is too much, by how much. */
export function renderReport(entries, overspending = []) {
  const over = new Map(overspending.map((each) => [each.category, each.over]));
  const lines = [...totalByCategory(entries)].map(([category, cents]) => {
    const mark = over.has(category) ? `  over by ${formatAmount(over.get(category))}` : "";
    return `${category.padEnd(12)}${formatAmount(cents).padStart(10)}${mark}`;
  });
  return lines.length === 0 ? "no entries" : lines.join("\n");
}

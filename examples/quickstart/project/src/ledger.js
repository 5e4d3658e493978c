import { parseCsv } from "./csv.js";
import { parseAmount } from "./money.js";

/** The entries of a ledger: date, category, description, and the amount in cents. */
export function readLedger(text) {
  return parseCsv(text).map(({ date, category, description, amount }) => ({
    date,
    category,
    description,
    cents: parseAmount(amount),
  }));
}

/** Cents spent in each category, in the order in which categories first appear. */
export function totalByCategory(entries) {
  const totals = new Map();
  for (const { category, cents } of entries) totals.set(category, (totals.get(category) ?? 0) + cents);
  return totals;
}

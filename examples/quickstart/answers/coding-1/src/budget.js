import { totalByCategory } from "./ledger.js";

/** The limits of a budget file, in cents by category. The file holds euros: {"food": 300}. */
export function readBudget(text) {
  const limits = Object.entries(JSON.parse(text));
  return new Map(limits.map(([category, euros]) => [category, Math.round(euros * 100)]));
}

/**
 * What was spent beyond the limits, in cents, in the order in which categories first appear.
 * A category without a limit is never over budget.
 */
export function findOverspending(entries, limits) {
  return [...totalByCategory(entries)]
    .map(([category, spent]) => ({ category, limit: limits.get(category) ?? Infinity, spent }))
    .filter(({ limit, spent }) => spent > limit)
    .map(({ category, limit, spent }) => ({ category, limit, spent, over: spent - limit }));
}

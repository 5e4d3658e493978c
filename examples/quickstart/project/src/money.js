/** "12.50" → 1250. Amounts are whole cents everywhere, so that sums are exact. */
export function parseAmount(text) {
  const match = /^(-?)(\d+)(?:\.(\d{2}))?$/.exec(text);
  if (match === null) throw new Error(`not an amount: ${JSON.stringify(text)}, expected something like 12.50`);
  const [, sign, units, cents = "00"] = match;
  return Number(`${sign}${units}${cents}`);
}

/** 1250 → "12.50" */
export function formatAmount(cents) {
  return (cents / 100).toFixed(2);
}

/** The entries of a month that is written like 2026-10. */
export function entriesOfMonth(entries, month) {
  if (!/^\d{4}-(0[1-9]|1[0-2])$/.test(month)) {
    throw new Error(`not a month: ${JSON.stringify(month)}, expected something like 2026-10`);
  }
  return entries.filter(({ date }) => date.startsWith(`${month}-`));
}

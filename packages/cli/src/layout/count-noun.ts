/** `1 file`, `2,000 files`; of whole amounts. */
export function countNoun(amount: number, noun: string, plural = `${noun}s`): string {
  // By hand: the first use of a locale takes as long as a whole turn.
  const grouped = String(amount).replaceAll(/\B(?=(?:\d{3})+$)/g, ",");
  return `${grouped} ${amount === 1 ? noun : plural}`;
}

/** FNV-1a of numbers: nothing has to be loaded for it, and it is fast enough for a few thousand. */
export function fnvChecksum(numbers: Iterable<number> & ArrayLike<number>): number {
  let sum = 0x811c9dc5;
  for (let at = 0; at < numbers.length; at += 1) sum = Math.imul(sum ^ (numbers[at] ?? 0), 0x01000193);
  return sum >>> 0;
}

/** Words, numbers and signs of a text, each with how often it occurs. */
export function wordsOf(text: string): ReadonlyMap<string, number> {
  const words = new Map<string, number>();
  for (const [word] of text.matchAll(/[\p{L}\p{N}_$]+|[^\s\p{L}\p{N}_$]/gu)) {
    words.set(word, (words.get(word) ?? 0) + 1);
  }
  return words;
}

/** How much two texts have in common, from 0 to 1 (Dice's coefficient); 0 where either has no words. */
export function similarity(a: ReadonlyMap<string, number>, b: ReadonlyMap<string, number>): number {
  const total = sum(a) + sum(b);
  if (sum(a) === 0 || sum(b) === 0) return 0;
  const shared = [...a].reduce((count, [word, times]) => count + Math.min(times, b.get(word) ?? 0), 0);
  return (2 * shared) / total;
}

function sum(words: ReadonlyMap<string, number>): number {
  return [...words.values()].reduce((total, times) => total + times, 0);
}

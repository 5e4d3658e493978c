const units = ["B", "kB", "MB", "GB", "TB"];

/** A size in the largest decimal unit that it has at least one of: `512 B`, `20 kB`, `1.5 MB`, `3.0 GB`. */
export function showBytes(bytes: number): string {
  let unit = 0;
  let shown = bytes;
  // What would be shown as a thousand is one of the next.
  for (; shown >= 999.5 && unit < units.length - 1; unit += 1) shown /= 1000;
  return `${unit < 2 || shown >= 99.95 ? Math.round(shown) : shown.toFixed(1)} ${units[unit]}`;
}

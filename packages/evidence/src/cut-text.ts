/** `text`, its middle left out where it is longer than `maxLength` characters; no surrogate pair is split. */
export function cutText(text: string, maxLength: number): string {
  if (text.length <= maxLength) return text;
  const mark = "\n…\n";
  const kept = Math.max(0, maxLength - mark.length);
  const head = Math.ceil(kept * 0.7);
  return `${text.slice(0, head)}${mark}${text.slice(text.length - (kept - head))}`.toWellFormed();
}

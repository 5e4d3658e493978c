/**
 * A text of at most about `maxLength` UTF-16 code units: the head and, twice as much, the tail of what is longer, with a
 * line between that says how much is missing. Cuts between lines where there are any.
 */
export function cutText(text: string, maxLength: number): string {
  if (text.length <= maxLength) return text;
  const head = wholeLines(text.slice(0, Math.floor(maxLength / 3)), "start");
  const tail = wholeLines(text.slice(-Math.floor((maxLength * 2) / 3)), "end");
  const missing = text.length - head.length - tail.length;
  return `${head}\n[… ${missing} characters left out …]\n${tail}`;
}

function wholeLines(part: string, keep: "start" | "end"): string {
  const feed = keep === "start" ? part.lastIndexOf("\n") : part.indexOf("\n");
  if (feed === -1 || feed === part.length - 1) return part;
  return keep === "start" ? part.slice(0, feed) : part.slice(feed + 1);
}

/** A line of a file with the very characters that end it; the last one may have none. */
export interface TextLine {
  readonly text: string;
  readonly ending: "" | "\n" | "\r\n";
}

/** A file's text taken apart so that putting it together again gives the same bytes. */
export interface TextLines {
  readonly byteOrderMark: "" | "\uFEFF";
  readonly lines: readonly TextLine[];
}

/** Takes a text apart; a lone carriage return is part of its line. */
export function splitText(text: string): TextLines {
  const byteOrderMark = text.startsWith("\uFEFF") ? "\uFEFF" : "";
  const lines: TextLine[] = [];
  for (let start = byteOrderMark.length; start < text.length;) {
    const feed = text.indexOf("\n", start);
    if (feed === -1) {
      lines.push({ text: text.slice(start), ending: "" });
      break;
    }
    const carriage = feed > start && text[feed - 1] === "\r";
    lines.push({ text: text.slice(start, carriage ? feed - 1 : feed), ending: carriage ? "\r\n" : "\n" });
    start = feed + 1;
  }
  return { byteOrderMark, lines };
}

/** The inverse of {@link splitText}. */
export function joinText({ byteOrderMark, lines }: TextLines): string {
  return byteOrderMark + lines.map(({ text, ending }) => text + ending).join("");
}

/** The ending most lines have; `\n` when none has any. */
export function dominantEnding(lines: readonly TextLine[]): "\n" | "\r\n" {
  const carriages = lines.filter(({ ending }) => ending === "\r\n").length;
  const feeds = lines.filter(({ ending }) => ending === "\n").length;
  return carriages > feeds ? "\r\n" : "\n";
}

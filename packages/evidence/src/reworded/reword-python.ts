/**
 * A Python file that does the same in other words: two spaces for one between the words of the given lines (1-based),
 * a comment at their ends. Lines keep their numbers.
 */
export function rewordPython(text: string, lines: ReadonlySet<number>): string {
  let quotes: string | null = null;
  const reworded = text.split("\n").map((line, index) => {
    const parts = splitLine(line, quotes);
    ({ quotes } = parts);
    return lines.has(index + 1) ? rewordLine(line, parts) : line;
  });
  const end = quotes === null ? "\n#\n" : "";
  return reworded.join("\n") + end;
}

interface LineParts {
  /** Start and end of what is code, without strings and comments. */
  readonly code: readonly (readonly [start: number, end: number])[];
  readonly hasComment: boolean;
  /** The quotes that are still open at the end of the line: three of them. */
  readonly quotes: string | null;
}

/** Strings of one line end with it at the latest. */
function splitLine(line: string, open: string | null): LineParts {
  const code: [number, number][] = [];
  let quotes = open;
  let start = 0;
  let at = 0;
  while (at < line.length) {
    if (quotes === null) {
      const [found] = /^(?:"""|'''|"|'|#)/.exec(line.slice(at)) ?? [];
      if (found === undefined) at += 1;
      else {
        code.push([start, at]);
        if (found === "#") return { code, hasComment: true, quotes: null };
        quotes = found;
        at += found.length;
      }
    } else if (line[at] === "\\") at += 2;
    else if (line.startsWith(quotes, at)) {
      at += quotes.length;
      quotes = null;
      start = at;
    } else at += 1;
  }
  if (quotes === null) code.push([start, line.length]);
  return { code, hasComment: false, quotes: quotes?.length === 3 ? quotes : null };
}

function rewordLine(line: string, { code, hasComment, quotes }: LineParts): string {
  const indent = line.length - line.trimStart().length;
  let result = line;
  for (const [start, end] of code.toReversed()) {
    const from = Math.max(start, indent);
    if (from < end) {
      result =
        result.slice(0, from) +
        result.slice(from, end).replaceAll(/(?<=\S) (?=\S)/g, "  ") +
        result.slice(end);
    }
  }
  const cannotEnd = hasComment || quotes !== null || result.trimEnd().endsWith("\\") || line.trim() === "";
  return cannotEnd ? result : `${result.trimEnd()}  #${result.endsWith("\r") ? "\r" : ""}`;
}

/** Languages in which `//` begins a comment, and in which nothing but strings cares for spaces. */
const slashComments = /\.(?:go|rs|java|kts?|scala|groovy|cs|fs|swift|m|mm|c|h|cc|cpp|cxx|hpp|hh|zig|dart)$/i;
const hashComments = /\.(?:rb|sh|bash|pl|r|jl|exs?)$/i;

/**
 * A file of another language in other words: a comment at its end and, where spaces say nothing, two of them for one on
 * the given lines. `null` when its comments are not known.
 */
export function rewordText(path: string, text: string, lines: ReadonlySet<number>): string | null {
  if (hashComments.test(path)) return `${text}\n#\n`;
  if (!slashComments.test(path)) return null;
  // A string may go on over lines.
  const isPlain = !/`|"""|r#?"/.test(text);
  const reworded = isPlain
    ? text
        .split("\n")
        .map((line, index) => (lines.has(index + 1) ? space(line) : line))
        .join("\n")
    : text;
  return `${reworded}\n//\n`;
}

function space(line: string): string {
  return /["'\\#]/.test(line) ? line : line.replaceAll(/(?<=\S) (?=\S)/g, "  ");
}

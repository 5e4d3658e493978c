/** The lines of a text, broken between words where they are longer than `columns`, and within words that are longer still. */
export function wrapText(text: string, columns: number): readonly string[] {
  return text.split("\n").flatMap((line) => (line.length <= columns ? [line] : wrapLine(line, columns)));
}

function wrapLine(line: string, columns: number): readonly string[] {
  const lines: string[] = [];
  let rest = line;
  while (rest.length > columns) {
    const space = rest.lastIndexOf(" ", columns);
    const end = space > 0 ? space : columns;
    lines.push(rest.slice(0, end).trimEnd());
    rest = rest.slice(end).trimStart();
  }
  return rest === "" ? lines : [...lines, rest];
}

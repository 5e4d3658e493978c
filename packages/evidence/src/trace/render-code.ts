/** Text as code within a line, whatever backticks it holds; line ends become spaces. */
export function codeSpan(text: string): string {
  const flat = text.replaceAll(/\s*[\r\n]\s*/g, " ");
  const ticks = fenceFor(flat, 1);
  const pad = flat.startsWith("`") || flat.endsWith("`") || /^ .* $/.test(flat) ? " " : "";
  return `${ticks}${pad}${flat}${pad}${ticks}`;
}

/** Code as a block, its middle left out where it has more than `maxLines` lines. */
export function codeBlock(code: string, language: string, maxLines: number): string {
  const fence = fenceFor(code, 3);
  return `${fence}${language}\n${cutLines(code, maxLines)}\n${fence}`;
}

/** The language of a file by its name, as Markdown names it; empty when there is none to name. */
export function languageOf(file: string): string {
  return languages.get(file.slice(file.lastIndexOf(".") + 1)) ?? "";
}

const languages = new Map([
  ["py", "python"],
  ["ts", "ts"],
  ["mts", "ts"],
  ["cts", "ts"],
  ["tsx", "tsx"],
  ["js", "js"],
  ["mjs", "js"],
  ["cjs", "js"],
  ["jsx", "jsx"],
  ["go", "go"],
  ["rs", "rust"],
  ["rb", "ruby"],
  ["java", "java"],
  ["php", "php"],
]);

/** Longer than any run of backticks in the text. */
function fenceFor(text: string, least: number): string {
  const longest = Math.max(0, ...[...text.matchAll(/`+/g)].map(([ticks]) => ticks.length));
  return "`".repeat(longest >= least ? longest + 1 : least);
}

function cutLines(text: string, maxLines: number): string {
  const lines = text.replaceAll(/\r\n?/g, "\n").replace(/\n+$/, "").split("\n");
  if (lines.length <= maxLines) return lines.join("\n");
  const head = Math.ceil((maxLines - 1) * 0.7);
  const tail = maxLines - 1 - head;
  const leftOut = lines.length - head - tail;
  return [...lines.slice(0, head), `… ${leftOut} more lines …`, ...lines.slice(-tail)].join("\n");
}

/**
 * Text as running Markdown (CommonMark with GitHub's extensions): nothing in it becomes markup, but for code between
 * single backticks, which stays code. Only what would be markup where it stands is escaped, so that names such as
 * `read_file` and messages such as `[ERR_ASSERTION]` stay readable in the source too.
 */
export function escapeInline(text: string): string {
  const lines = text.replaceAll(/\r\n?/g, "\n").trim().split("\n");
  const dangers = {
    // With a line of dashes below it, a line with bars would begin a table.
    bars: lines.length > 1,
    // Whether a bracket begins a link is for what follows its end to say, which may be on another line.
    brackets: /\][([]/.test(text),
  };
  const defines = text.includes("]:");
  // Lines that would be indented code or a heading's underline stand for themselves.
  return lines.map((line) => escapeStart(escapeLine(line.trim(), dangers), defines)).join("\n");
}

/** What has to be escaped for the sake of the text around it. */
interface Dangers {
  readonly bars: boolean;
  readonly brackets: boolean;
}

/** Text as a cell of a table: one line, and nothing in it becomes markup. */
export function escapeCell(text: string): string {
  // A bar ends the cell in code as well.
  return escapeInline(text.replaceAll(/\s+/g, " ")).replaceAll("|", String.raw`\|`);
}

function escapeLine(line: string, dangers: Dangers): string {
  // Two backticks in a row may open or close anything.
  if (line.includes("``")) return escapeText(line, dangers);
  return line
    .split(/(`[^`]+`)/)
    .map((part, index) => (index % 2 === 1 ? part : escapeText(part, dangers)))
    .join("");
}

function escapeText(text: string, dangers: Dangers): string {
  const escaped = text
    .replaceAll(/\\(?=[!-/:-@[-`{-~]|$)/g, String.raw`\\`)
    .replaceAll(/[`*~]/g, String.raw`\$&`)
    .replaceAll(/(?<![\p{L}\p{N}])_|_(?![\p{L}\p{N}])/gu, String.raw`\_`)
    .replaceAll(dangers.brackets ? "[" : "[^", String.raw`\$&`)
    .replaceAll(/<(?=[a-z/!?])/gi, String.raw`\<`)
    .replaceAll(/&(?=#?\w+;)/g, String.raw`\&`);
  return dangers.bars ? escaped.replaceAll("|", String.raw`\|`) : escaped;
}

/** What means something only where a line begins. */
function escapeStart(line: string, isDefinition: boolean): string {
  return line
    .replace(/^(?:[>#+=-]|:(?=-))/, String.raw`\$&`)
    .replace(/^\[/, (bracket) => (isDefinition ? `\\${bracket}` : bracket))
    .replace(/^(\d{1,9})([.)])/, String.raw`$1\$2`);
}

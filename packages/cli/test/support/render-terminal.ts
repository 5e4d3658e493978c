// oxlint-disable-next-line no-control-regex -- terminals are steered by them
const tokens = /\u001B\[(?<amount>[0-9;?]*)(?<command>[A-Za-z])|(?<text>[\s\S])/gu;

/** What a terminal shows after all that was written to it: lines that were erased or overwritten are gone. */
export function renderTerminal(written: string): string {
  const rows: string[] = [""];
  let row = 0;
  let column = 0;
  for (const { groups = {} } of written.matchAll(tokens)) {
    const { amount = "", command, text } = groups;
    if (command === "A") row -= Number(amount || 1);
    else if (command === "B" || command === "E") row += Number(amount || 1);
    else if (command === "G") column = Number(amount || 1) - 1;
    else if (command === "K") rows[row] = amount === "2" ? "" : (rows[row] ?? "").slice(0, column);
    else if (command === "J") rows.length = row + 1;
    else if (text === "\n") [row, column] = [row + 1, 0];
    else if (text !== undefined) {
      const before = (rows[row] ?? "").padEnd(column);
      rows[row] = before.slice(0, column) + text + before.slice(column + 1);
      column += 1;
    }
    while (rows.length <= row) rows.push("");
  }
  return rows.join("\n");
}

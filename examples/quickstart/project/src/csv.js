/** Reads comma-separated text: an object a row, keyed by the names in the first row. */
export function parseCsv(text) {
  const [header = "", ...lines] = text.split(/\r?\n/);
  const names = splitRow(header);
  return lines
    .filter((line) => line.trim() !== "")
    .map((line) => {
      const cells = splitRow(line);
      return Object.fromEntries(names.map((name, index) => [name, cells[index] ?? ""]));
    });
}

function splitRow(line) {
  return line.split(",").map((cell) => cell.trim());
}

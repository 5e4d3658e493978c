/** Where the lines of a text begin. A line ends with LF, CR LF or CR. */
export class LineIndex {
  /** Offset of each line's first code unit; the first is 0. */
  readonly starts: readonly number[];

  constructor(text: string) {
    const starts = [0];
    for (const { index, 0: lineBreak } of text.matchAll(/\r\n|\n|\r/g)) starts.push(index + lineBreak.length);
    this.starts = starts;
  }

  /** 1-based line that holds the code unit at `offset`. */
  lineAt(offset: number): number {
    let low = 0;
    let high = this.starts.length;
    while (high - low > 1) {
      const middle = (low + high) >>> 1;
      if ((this.starts[middle] ?? 0) <= offset) low = middle;
      else high = middle;
    }
    return low + 1;
  }

  /** Offset of the first code unit of the line that holds `offset`. */
  lineStart(offset: number): number {
    return this.starts[this.lineAt(offset) - 1] ?? 0;
  }

  /** 1-based, in UTF-16 code units. */
  columnAt(offset: number): number {
    return offset - this.lineStart(offset) + 1;
  }
}

import type { FolderSummary } from "../manifest/folder-record.ts";

/** Index, two counts, two hashes. */
const row = { bytes: 88, fileCount: 8, totalBytes: 16, id: 24, treeHash: 56 } as const;
export const summaryBytes = row.bytes;

/** The summaries of a table's folders by their indices, as rows of bytes that are decoded when they are asked for. */
export class FolderSummaries {
  /** In the order of indices. */
  readonly rows: Buffer;
  readonly #view: DataView;

  constructor(rows: Buffer) {
    this.rows = rows;
    this.#view = new DataView(rows.buffer, rows.byteOffset, rows.length);
  }

  has(at: number): boolean {
    return this.#find(at) !== null;
  }

  /** `-1` is the root. */
  get(at: number): FolderSummary | null {
    const start = this.#find(at);
    if (start === null) return null;
    const { rows } = this;
    return {
      id: rows.toString("hex", start + row.id, start + row.treeHash),
      treeHash: rows.toString("hex", start + row.treeHash, start + row.bytes),
      fileCount: rows.readDoubleLE(start + row.fileCount),
      totalBytes: rows.readDoubleLE(start + row.totalBytes),
    };
  }

  /** The rows of the folders from `from` up to, not including, `to`. */
  between(from: number, to: number): Buffer {
    return this.rows.subarray(this.#firstFrom(from), this.#firstFrom(to));
  }

  /** Which of all rows is that of a folder; `null` when it has none. */
  place(at: number): number | null {
    const start = this.#find(at);
    return start === null ? null : start / row.bytes;
  }

  #find(at: number): number | null {
    const start = this.#firstFrom(at);
    return start < this.rows.length && this.#view.getInt32(start, true) === at ? start : null;
  }

  #firstFrom(at: number): number {
    let from = 0;
    let to = this.rows.length / row.bytes;
    while (from < to) {
      const middle = (from + to) >>> 1;
      if (this.#view.getInt32(middle * row.bytes, true) < at) from = middle + 1;
      else to = middle;
    }
    return from * row.bytes;
  }
}

/** Puts {@link FolderSummaries} together, from runs in any order. */
export class FolderSummariesWriter {
  readonly #runs: { readonly first: number; readonly rows: Buffer }[] = [];

  add(at: number, summary: FolderSummary): void {
    this.#runs.push({ first: at, rows: encodeSummary(at, summary) });
  }

  /** Takes over those from `from` up to, not including, `to`; `shift` is what their indices grow by. */
  addRun(summaries: FolderSummaries, from: number, to: number, shift: number): void {
    const found = summaries.between(from, to);
    if (found.length === 0) return;
    const rows = shift === 0 ? found : Buffer.from(found);
    if (shift !== 0)
      for (let start = 0; start < rows.length; start += row.bytes)
        rows.writeInt32LE(rows.readInt32LE(start) + shift, start);
    this.#runs.push({ first: rows.readInt32LE(0), rows });
  }

  finish(): FolderSummaries {
    const sorted = this.#runs.toSorted((a, b) => a.first - b.first);
    return new FolderSummaries(Buffer.concat(sorted.map(({ rows }) => rows)));
  }
}

/** The row of a folder. */
export function encodeSummary(at: number, { id, treeHash, fileCount, totalBytes }: FolderSummary): Buffer {
  const encoded = Buffer.alloc(row.bytes);
  encoded.writeInt32LE(at);
  encoded.writeDoubleLE(fileCount, row.fileCount);
  encoded.writeDoubleLE(totalBytes, row.totalBytes);
  encoded.write(id, row.id, "hex");
  encoded.write(treeHash, row.treeHash, "hex");
  return encoded;
}

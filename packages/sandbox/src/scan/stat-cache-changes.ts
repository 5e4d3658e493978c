import { type CacheState, formatState, parseState } from "./cache-state.ts";
import { summaryBytes } from "./folder-summaries.ts";
import { fnvChecksum } from "./fnv-checksum.ts";
import type { SinceWhole, StatCache } from "./stat-cache.ts";
import { type StatColumns, allMarksOf, hashBytes, numbersEach } from "./stat-table.ts";
import { type RowColumns, exchangeRows, takeRows } from "./table-rows.ts";

const magic = "kimistc1";
/** After the magic the checksum of all that follows it, all marks, how many entries and folders, and the id of the whole file. */
const head = { own: 8, marks: 12, entries: 16, folders: 20, fileId: 24, bytes: 40 } as const;
/** With more rows than that it is better to write everything anew: what is here is read and summed up each time. */
const maxRows = 128;

/**
 * A table's difference to a file that was written whole, as it is in a second file beside that: rows of entries, rows of
 * summaries, and as text what else the cache knows. `null` where that would be no small thing.
 */
export function encodeChanges(cache: StatCache, { fileId, entries, folders }: SinceWhole): Buffer | null {
  if (entries.size + folders.size > maxRows) return null;
  const { columns } = cache.table;
  const indices = [...entries];
  const { numbers, mtimesUs, modes, hashes, marks } = takeRows(columns, indices);
  const first = Buffer.alloc(head.bytes);
  first.write(magic, "latin1");
  first.writeUInt32LE(columns.allMarks ?? allMarksOf(columns), head.marks);
  first.writeUInt32LE(entries.size, head.entries);
  first.writeUInt32LE(folders.size, head.folders);
  first.write(fileId, head.fileId, "hex");
  const parts = [
    first,
    ...[numbers, mtimesUs, Uint32Array.from(indices), modes].map(({ buffer }) => Buffer.from(buffer)),
    hashes,
    ...Array.from(folders, (at) => columns.summaries.row(at) ?? Buffer.alloc(summaryBytes)),
    marks,
    Buffer.from(formatState(cache), "latin1"),
  ];
  const length = parts.reduce((sum, part) => sum + part.length, 0);
  // The checksum is one of whole words.
  const bytes = Buffer.alloc(length + (-length & 3));
  let at = 0;
  for (const part of parts) {
    bytes.set(part, at);
    at += part.length;
  }
  bytes.writeUInt32LE(checksum(bytes), head.own);
  return bytes;
}

function checksum({ buffer, byteOffset, length }: Buffer): number {
  return fnvChecksum(new Uint32Array(buffer, byteOffset + head.marks, (length - head.marks) >>> 2));
}

/** What was written beside a whole file. */
export class StatCacheChanges {
  readonly #indices: Uint32Array;
  readonly #rows: RowColumns;
  readonly #summaries: readonly Buffer[];
  readonly since: SinceWhole;
  readonly allMarks: number;
  readonly state: CacheState;

  private constructor(bytes: Buffer, fileId: string) {
    const count = bytes.readUInt32LE(head.entries);
    let end: number = head.bytes;
    const take = (length: number): Buffer => bytes.subarray(end, (end += length));
    const takeDoubles = (length: number): Float64Array =>
      new Float64Array(bytes.buffer, take(length * 8).byteOffset, length);
    const takeIntegers = (): Uint32Array => new Uint32Array(bytes.buffer, take(count * 4).byteOffset, count);
    const [numbers, mtimesUs] = [takeDoubles(count * numbersEach), takeDoubles(count)];
    this.#indices = takeIntegers();
    const modes = takeIntegers();
    const hashes = take(count * hashBytes);
    this.#summaries = Array.from({ length: bytes.readUInt32LE(head.folders) }, () => take(summaryBytes));
    this.#rows = { numbers, mtimesUs, modes, hashes, marks: take(count) };
    this.allMarks = bytes.readUInt32LE(head.marks);
    this.state = parseState(bytes.toString("latin1", end));
    const folders = this.#summaries.map((row) => row.readInt32LE(0));
    this.since = { fileId, entries: new Set(this.#indices), folders: new Set(folders) };
  }

  /** `null` when it is damaged, or belongs to another file. `bytes` begin where their memory does. */
  static read(bytes: Buffer, fileId: string): StatCacheChanges | null {
    if (bytes.toString("latin1", 0, magic.length) !== magic || bytes.length < head.bytes) return null;
    if (bytes.length % 4 !== 0 || bytes.readUInt32LE(head.own) !== checksum(bytes)) return null;
    if (bytes.toString("hex", head.fileId, head.bytes) !== fileId) return null;
    return new StatCacheChanges(bytes, fileId);
  }

  /** Puts these rows in the place of those that a table has, which are here then: done twice, it changes nothing. */
  exchange(columns: RowColumns & Pick<StatColumns, "summaries">): void {
    exchangeRows(columns, this.#indices, this.#rows);
    for (const row of this.#summaries) {
      const there = columns.summaries.row(row.readInt32LE(0));
      if (there === null) continue;
      const before = Buffer.from(there);
      there.set(row);
      row.set(before);
    }
  }
}

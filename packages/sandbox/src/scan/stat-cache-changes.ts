import { type CacheState, formatState, parseState } from "./cache-state.ts";
import { summaryBytes } from "./folder-summaries.ts";
import { fnvChecksum } from "./fnv-checksum.ts";
import type { SinceWhole, StatCache } from "./stat-cache.ts";
import { type StatColumns, allMarksOf, hashBytes, numbersEach } from "./stat-table.ts";
import { type RowColumns, exchange, exchangeRows, takeRows, wordsOf } from "./table-rows.ts";

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
  const places = Array.from(folders, (at) => columns.summaries.place(at) ?? 0);
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
    Buffer.from(Uint32Array.from(places).buffer),
    ...places.map((place) =>
      columns.summaries.rows.subarray(place * summaryBytes, (place + 1) * summaryBytes),
    ),
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
export class StatCacheChanges implements SinceWhole {
  readonly #indices: Uint32Array;
  readonly #rows: RowColumns;
  /** Where rows of summaries stand among all. */
  readonly #places: Uint32Array;
  readonly #summaries: Uint32Array;
  readonly fileId: string;
  readonly allMarks: number;
  readonly state: CacheState;

  private constructor(bytes: Buffer, fileId: string) {
    const count = bytes.readUInt32LE(head.entries);
    const folders = bytes.readUInt32LE(head.folders);
    let end: number = head.bytes;
    const take = (length: number): Buffer => bytes.subarray(end, (end += length));
    const takeDoubles = (length: number): Float64Array =>
      new Float64Array(bytes.buffer, take(length * 8).byteOffset, length);
    const takeWords = (length: number): Uint32Array => wordsOf(take(length * 4));
    const [numbers, mtimesUs] = [takeDoubles(count * numbersEach), takeDoubles(count)];
    this.#indices = takeWords(count);
    const [modes, hashes] = [takeWords(count), take(count * hashBytes)];
    this.#places = takeWords(folders);
    this.#summaries = wordsOf(take(folders * summaryBytes));
    this.#rows = { numbers, mtimesUs, modes, hashes, marks: take(count) };
    this.fileId = fileId;
    this.allMarks = bytes.readUInt32LE(head.marks);
    this.state = parseState(bytes.toString("latin1", end));
  }

  /** `null` when it is damaged, or belongs to another file. `bytes` begin where their memory does. */
  static read(bytes: Buffer, fileId: string): StatCacheChanges | null {
    if (bytes.toString("latin1", 0, magic.length) !== magic || bytes.length < head.bytes) return null;
    if (bytes.length % 4 !== 0 || bytes.readUInt32LE(head.own) !== checksum(bytes)) return null;
    if (bytes.toString("hex", head.fileId, head.bytes) !== fileId) return null;
    return new StatCacheChanges(bytes, fileId);
  }

  get entries(): ReadonlySet<number> {
    return new Set(this.#indices);
  }

  get folders(): ReadonlySet<number> {
    // A row begins with its folder's index.
    const each = summaryBytes / 4;
    return new Set(Array.from(this.#places, (_, at) => (this.#summaries[at * each] ?? 0) | 0));
  }

  /** Puts these rows in the place of those that a table has, which are here then: done twice, it changes nothing. */
  exchange(columns: RowColumns & Pick<StatColumns, "summaries">): void {
    exchangeRows(columns, this.#indices, this.#rows);
    exchange(wordsOf(columns.summaries.rows), this.#places, this.#summaries);
  }
}

import type { Stats } from "node:fs";
import { FolderSummariesWriter } from "./folder-summaries.ts";
import { StatTable, hashBytes, mark, numbersEach } from "./stat-table.ts";
import type { RawPath } from "../paths/raw-path.ts";

/** So many files are taken at a time: few enough for both threads to end at one time. */
const takenTogether = 16;
/** Bytes of an entry in all columns, its name left out. */
const entryBytes = numbersEach * 8 + 8 + 3 * 4 + hashBytes + 2;
const noSummaries = new FolderSummariesWriter().finish();
const blockBytes = 4096;

/** A batch as it goes from thread to thread. */
export interface SharedBatch {
  /** The folders that the files are in, and the index after the last file in each. */
  readonly folders: readonly { readonly path: RawPath; readonly end: number }[];
  readonly count: number;
  readonly memory: SharedArrayBuffer;
}

export type Reader = "first thread" | "second thread";

interface FileNote {
  readonly mtimeUs: number;
  readonly hash: string;
  readonly reader: Reader;
}

const readerCodes = { "first thread": 1, "second thread": 2 } as const;

/**
 * Files to be read by two threads, each of which takes some at a time. What they look like and what they hold is filled
 * in as the columns of a table, in memory that both see.
 */
export class FileBatch {
  readonly shared: SharedBatch;
  readonly table: StatTable;
  readonly #taken: Int32Array;
  readonly #modes: Uint32Array;
  readonly #numbers: Float64Array;
  readonly #mtimesUs: Float64Array;
  readonly #hashes: Buffer;
  readonly #marks: Uint8Array;
  /** By whom each file was read: zero for nobody. */
  readonly #readers: Uint8Array;

  constructor(shared: SharedBatch) {
    const { count, memory } = shared;
    this.shared = shared;
    let start = 0;
    const next = (bytes: number): number => (start += bytes) - bytes;
    this.#numbers = new Float64Array(memory, next(count * numbersEach * 8), count * numbersEach);
    this.#mtimesUs = new Float64Array(memory, next(count * 8), count);
    this.#modes = new Uint32Array(memory, next(count * 4), count);
    const ends = new Uint32Array(memory, next(count * 4), count);
    const nameEnds = new Uint32Array(memory, next(count * 4), count);
    this.#taken = new Int32Array(memory, next(4), 1);
    this.#hashes = Buffer.from(memory, next(count * hashBytes), count * hashBytes);
    this.#marks = new Uint8Array(memory, next(count), count);
    this.#readers = new Uint8Array(memory, next(count), count);
    this.table = new StatTable({
      numbers: this.#numbers,
      mtimesUs: this.#mtimesUs,
      modes: this.#modes,
      ends,
      nameEnds,
      hashes: this.#hashes,
      marks: this.#marks,
      names: Buffer.from(memory, start),
      allMarks: null,
      rare: new Map(),
      summaries: noSummaries,
    });
  }

  /** `marks`: those that all of them have, whatever they are. */
  static of(folders: SharedBatch["folders"], names: readonly RawPath[], marks: number): FileBatch {
    const all = Buffer.from(names.join(""), "latin1");
    const memory = new SharedArrayBuffer(names.length * entryBytes + 4 + all.length);
    const batch = new FileBatch({ folders, count: names.length, memory });
    const { ends, nameEnds, names: bytes } = batch.table.columns;
    bytes.set(all);
    batch.#marks.fill(marks);
    let end = 0;
    for (const [at, name] of names.entries()) {
      end += name.length;
      nameEnds[at] = end;
      ends[at] = at + 1;
    }
    return batch;
  }

  get count(): number {
    return this.shared.count;
  }

  /** Takes some files that nobody has: the first of them and the index after the last; `null` when none are left. */
  take(): { readonly from: number; readonly to: number } | null {
    // Looked at first, so that the number does not grow for ever.
    if (Atomics.load(this.#taken, 0) >= this.count) return null;
    const from = Atomics.add(this.#taken, 0, takenTogether);
    return from < this.count ? { from, to: Math.min(from + takenTogether, this.count) } : null;
  }

  /** Leaves to nobody what nobody has taken. */
  close(): void {
    Atomics.store(this.#taken, 0, this.count);
  }

  /** Fills in what a file looked like before and after it was read, and what it holds. */
  note(at: number, stats: Stats, { mtimeUs, hash, reader }: FileNote): void {
    const { mode, size, mtimeMs, ctimeMs, ino, nlink, blocks } = stats;
    const first = at * numbersEach;
    this.#numbers[first] = size;
    this.#numbers[first + 1] = mtimeMs;
    this.#numbers[first + 2] = ctimeMs;
    this.#numbers[first + 3] = ino;
    this.#mtimesUs[at] = mtimeUs;
    this.#modes[at] = mode;
    this.#hashes.write(hash, at * hashBytes, "hex");
    this.#marks[at] =
      (this.#marks[at] ?? 0) |
      mark.hashed |
      (nlink > 1 ? mark.severalNames : 0) |
      (size - blocks * 512 >= blockBytes ? mark.sparse : 0);
    this.#readers[at] = readerCodes[reader];
  }

  /** Whether a file was read and stayed as it was. */
  isRead(at: number): boolean {
    return this.#readers[at] !== 0;
  }

  /** Takes back what one of the threads has read. */
  forget(reader: Reader): void {
    for (let at = 0; at < this.count; at += 1)
      if (this.#readers[at] === readerCodes[reader]) this.#readers[at] = 0;
  }
}

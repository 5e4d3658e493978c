import type { RawPath } from "../paths/raw-path.ts";
import type { Seen } from "./seen.ts";

const numbersEach = 5;
const hashBytes = 32;

/** A batch as it goes from thread to thread. */
export interface SharedBatch {
  /** With a NUL between them, which no path holds. */
  readonly paths: string;
  readonly count: number;
  readonly memory: SharedArrayBuffer;
}

/**
 * Files to be read by one of two threads: by whichever claims the batch first. What they looked like and what came of
 * reading them is in memory that both see.
 */
export class FileBatch {
  readonly paths: readonly RawPath[];
  readonly #shared: SharedBatch;
  /** By whom the batch is claimed. */
  readonly #claim: Int32Array<SharedArrayBuffer>;
  readonly #numbers: Float64Array<SharedArrayBuffer>;
  readonly #hashes: Buffer<SharedArrayBuffer>;
  readonly #isRead: Uint8Array<SharedArrayBuffer>;

  constructor(shared: SharedBatch) {
    const { paths, count, memory } = shared;
    this.#shared = shared;
    this.paths = paths.split("\0");
    this.#claim = new Int32Array(memory, 0, 1);
    this.#numbers = new Float64Array(memory, 8, count * numbersEach);
    this.#hashes = Buffer.from(memory, 8 + count * numbersEach * 8, count * hashBytes);
    this.#isRead = new Uint8Array(memory, 8 + count * (numbersEach * 8 + hashBytes), count);
  }

  /** A batch of at least one file. */
  static of(files: readonly { readonly path: RawPath; readonly seen: Seen }[]): FileBatch {
    const count = files.length;
    const memory = new SharedArrayBuffer(8 + count * (numbersEach * 8 + hashBytes + 1));
    const batch = new FileBatch({ paths: files.map(({ path }) => path).join("\0"), count, memory });
    for (const [at, { seen }] of files.entries())
      batch.#numbers.set([seen.mode, seen.size, seen.mtimeMs, seen.ctimeMs, seen.inode], at * numbersEach);
    return batch;
  }

  get shared(): SharedBatch {
    return this.#shared;
  }

  /** `false` when the other thread has it, or this one already. */
  claim(by: "first thread" | "second thread"): boolean {
    return Atomics.compareExchange(this.#claim, 0, 0, by === "first thread" ? 1 : 2) === 0;
  }

  get isClaimedBySecond(): boolean {
    return Atomics.load(this.#claim, 0) === 2;
  }

  seen(at: number): Seen {
    const number = (which: number): number => this.#numbers[at * numbersEach + which] ?? 0;
    return { mode: number(0), size: number(1), mtimeMs: number(2), ctimeMs: number(3), inode: number(4) };
  }

  setHash(at: number, hash: string): void {
    this.#hashes.write(hash, at * hashBytes, "hex");
    this.#isRead[at] = 1;
  }

  /** `null` for a file that could not be read as it was seen. */
  hash(at: number): string | null {
    return this.#isRead[at] === 1 ? this.#hashes.toString("hex", at * hashBytes, (at + 1) * hashBytes) : null;
  }
}

const kibibyte = 1024;
const mostKibibytes = 2 ** 30;

/**
 * How much two threads may read together before somebody has measured all there is, in memory that both see. Once it is
 * spent, nothing more is read until it is lifted.
 */
export class ReadingAllowance {
  /** Given to the other thread; `null` where nothing limits it. */
  readonly memory: SharedArrayBuffer | null;
  readonly #left: Int32Array | null;

  constructor(memory: SharedArrayBuffer | null) {
    this.memory = memory;
    this.#left = memory === null ? null : new Int32Array(memory);
  }

  static of(bytes: number): ReadingAllowance {
    if (bytes === Infinity) return new ReadingAllowance(null);
    const memory = new SharedArrayBuffer(Int32Array.BYTES_PER_ELEMENT);
    const allowance = new ReadingAllowance(memory);
    allowance.#left?.set([Math.min(Math.floor(bytes / kibibyte), mostKibibytes)]);
    return allowance;
  }

  /** Whether so much more may be read. */
  take(bytes: number): boolean {
    if (this.#left === null) return true;
    const kibibytes = Math.min(Math.ceil(bytes / kibibyte), mostKibibytes);
    return !this.isSpent && Atomics.sub(this.#left, 0, kibibytes) >= kibibytes;
  }

  /** Says that all was measured. */
  lift(): void {
    if (this.#left !== null) Atomics.store(this.#left, 0, mostKibibytes);
  }

  get isSpent(): boolean {
    return this.#left !== null && Atomics.load(this.#left, 0) < 0;
  }
}

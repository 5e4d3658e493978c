const slots = 2 ** 18;

/**
 * Which contents are taken already by one of two threads that write packs of their own, so that what is there twice is
 * not kept twice. Of a hash it knows 32 bits and a place: it may say "taken" of a content that was not, which whoever
 * relies on it has to check in the end. When it is full, contents may be kept twice.
 */
export class ClaimedHashes {
  /** Given to the other thread. */
  readonly memory: SharedArrayBuffer;
  readonly #slots: Int32Array<SharedArrayBuffer>;

  constructor(memory = new SharedArrayBuffer(slots * Int32Array.BYTES_PER_ELEMENT)) {
    this.memory = memory;
    this.#slots = new Int32Array(memory);
  }

  /** Takes the content of a hex SHA-256; `false` when that was done before, here or there. */
  take(hash: string): boolean {
    // Zero is an empty slot.
    const known = Number.parseInt(hash.slice(0, 8), 16) | 0 || 1;
    const first = Number.parseInt(hash.slice(8, 16), 16);
    for (let tried = 0; tried < maxTries; tried += 1) {
      const there = Atomics.compareExchange(this.#slots, (first + tried) % slots, 0, known);
      if (there === 0) return true;
      if (there === known) return false;
    }
    return true;
  }
}

/** So many full slots in a row mean that the table is full, or nearly. */
const maxTries = 64;

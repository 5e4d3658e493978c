/** A text as it reads, with the place in its source that each UTF-16 code unit comes from. */
export interface Reading {
  readonly text: string;
  /** Offset in the source of each code unit. */
  readonly starts: readonly number[];
  /** End in the source of each code unit, exclusive. */
  readonly ends: readonly number[];
}

/** Puts a {@link Reading} together from left to right. */
export class ReadingBuilder {
  readonly #parts: string[] = [];
  readonly #starts: number[] = [];
  readonly #ends: number[] = [];

  /** Adds `text`, all of which stands for the source from `start` to `end`. */
  append(text: string, start: number, end: number): void {
    this.#parts.push(text);
    for (let unit = 0; unit < text.length; unit += 1) {
      this.#starts.push(start);
      this.#ends.push(end);
    }
  }

  build(): Reading {
    return { text: this.#parts.join(""), starts: this.#starts, ends: this.#ends };
  }
}

/** A text that reads as it stands. */
export function literalReading(text: string): Reading {
  const starts = Array.from({ length: text.length }, (_, index) => index);
  return { text, starts, ends: starts.map((start) => start + 1) };
}

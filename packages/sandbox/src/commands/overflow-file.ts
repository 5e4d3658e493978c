import { closeSync } from "node:fs";
import { writeWhole } from "../disk/write-durably.ts";

/** Takes a stream that is longer than what is kept of it. The file is made with the first piece. */
export class OverflowFile {
  readonly #open: () => number;
  readonly #shownAs: string;
  #room: number;
  #file: number | null = null;
  /** Whether something is missing from it. */
  #isCut = false;

  /** `open` makes the file; `shownAs`: its path as later commands see it. */
  constructor(open: () => number, shownAs: string, maxBytes: number) {
    this.#open = open;
    this.#shownAs = shownAs;
    this.#room = maxBytes;
  }

  write(bytes: Uint8Array): void {
    const taken = bytes.subarray(0, this.#room);
    if (taken.length < bytes.length) this.#isCut = true;
    if (taken.length === 0) return;
    try {
      this.#file ??= this.#open();
      writeWhole(this.#file, taken);
      this.#room -= taken.length;
    } catch {
      // A full disk must not end the command: what is kept in memory is what counts.
      this.#room = 0;
      this.#isCut = true;
    }
  }

  /** Closes it and says, for the line that stands in place of what was left out, where to look; empty when there is none. */
  finish(): string {
    if (this.#file === null) return "";
    closeSync(this.#file);
    this.#file = null;
    return this.#isCut ? `; its beginning is in ${this.#shownAs}` : `; all of it is in ${this.#shownAs}`;
  }
}

import { ftruncateSync, writeSync } from "node:fs";

const blockBytes = 4096;
const zeroes = Buffer.alloc(blockBytes);

/** Writes a file that leaves blocks of zeroes out, so that they take nothing of the disk. */
export class SparseWriter {
  #end = 0;

  /** Writes the piece that comes next. */
  write(file: number, piece: Uint8Array): void {
    for (let at = 0; at < piece.length;) {
      const isHole = this.#isZero(piece, at);
      let end = at;
      while (end < piece.length && this.#isZero(piece, end) === isHole) end = this.#blockEnd(piece, end);
      if (!isHole) writeAt(file, piece.subarray(at, end), this.#end + at);
      at = end;
    }
    this.#end += piece.length;
  }

  /** Gives the file its size, which a hole at its end does not. */
  finish(file: number): void {
    ftruncateSync(file, this.#end);
  }

  #isZero(piece: Uint8Array, at: number): boolean {
    const length = this.#blockEnd(piece, at) - at;
    return Buffer.compare(piece.subarray(at, at + length), zeroes.subarray(0, length)) === 0;
  }

  /** Where the file's block that holds the byte `at` of `piece` ends. */
  #blockEnd(piece: Uint8Array, at: number): number {
    return Math.min(piece.length, at + blockBytes - ((this.#end + at) % blockBytes));
  }
}

function writeAt(file: number, bytes: Uint8Array, position: number): void {
  for (let at = 0; at < bytes.length;) at += writeSync(file, bytes, at, bytes.length - at, position + at);
}

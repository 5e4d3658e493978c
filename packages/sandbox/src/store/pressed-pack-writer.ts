import { lateZlib } from "../builtins/late-zlib.ts";
import { encodePackIndex } from "./encode-pack-index.ts";
import type { BlobPlace } from "./pack-index.ts";
import { encodePressedHead, pressedFormat } from "./pressed-pack.ts";
import { UnfinishedPack } from "./unfinished-pack.ts";

const { ending, blockBytes, headBytes, rowBytes } = pressedFormat;

/** Writes contents that are there to a new pack, pressed. */
export class PressedPackWriter implements Disposable {
  readonly #file: UnfinishedPack;
  readonly #blobs = new Map<string, Omit<BlobPlace, "pack">>();
  readonly #block = Buffer.allocUnsafeSlow(blockBytes);
  /** Of the block that is not full yet. */
  #filled = 0;
  /** Of all contents. */
  #totalBytes = 0;
  readonly #ends: number[] = [];
  #written: number = headBytes;

  constructor(folder: string) {
    this.#file = new UnfinishedPack(folder, ending);
  }

  /** Adds a content that `give` hands over, in pieces of any size. */
  add(hash: string, give: (take: (piece: Uint8Array) => void) => void): void {
    const offset = this.#totalBytes;
    let checksum = 0;
    give((piece) => {
      checksum = lateZlib().crc32(piece, checksum);
      this.#take(piece);
    });
    this.#blobs.set(hash, { offset, size: this.#totalBytes - offset, checksum });
  }

  /** Puts the pack in place; nothing where nothing was added. */
  commit(): void {
    if (this.#blobs.size === 0) return;
    if (this.#filled > 0) this.#endBlock();
    const table = Buffer.alloc(this.#ends.length * rowBytes);
    for (const [at, end] of this.#ends.entries()) table.writeUIntBE(end, at * rowBytes, rowBytes);
    this.#file.write(encodePressedHead(this.#written, this.#totalBytes, table), 0);
    this.#file.write(Buffer.concat([table, encodePackIndex(this.#blobs)]), this.#written);
    this.#file.commit();
  }

  [Symbol.dispose](): void {
    this.#file[Symbol.dispose]();
  }

  #take(bytes: Uint8Array): void {
    this.#totalBytes += bytes.length;
    for (let at = 0; at < bytes.length;) {
      const piece = bytes.subarray(at, at + blockBytes - this.#filled);
      this.#block.set(piece, this.#filled);
      this.#filled += piece.length;
      at += piece.length;
      if (this.#filled === blockBytes) this.#endBlock();
    }
  }

  #endBlock(): void {
    const block = this.#block.subarray(0, this.#filled);
    const pressed = lateZlib().zstdCompressSync(block);
    const stored = pressed.length < block.length ? pressed : block;
    this.#file.write(stored, this.#written);
    this.#written += stored.length;
    this.#ends.push(this.#written);
    this.#filled = 0;
  }
}

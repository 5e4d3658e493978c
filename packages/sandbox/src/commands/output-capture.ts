import type { CommandOutput } from "@kimi/contracts";
import type { OverflowFile } from "./overflow-file.ts";

/** Keeps the head and the tail of a stream, each half of the limit, and counts the rest: memory does not grow with the output. */
export class OutputCapture {
  readonly #headLimit: number;
  readonly #tailLimit: number;
  readonly #head: Buffer[] = [];
  #headBytes = 0;
  /** A ring of the last bytes; made when the head is full. */
  #ring: Buffer | null = null;
  #tailBytes = 0;
  readonly #overflow: OverflowFile | null;

  /** `maxBytes`: of what is kept. `overflow` takes the whole of a longer stream. */
  constructor(maxBytes: number, overflow: OverflowFile | null = null) {
    this.#overflow = overflow;
    this.#headLimit = Math.ceil(maxBytes / 2);
    this.#tailLimit = Math.floor(maxBytes / 2);
  }

  add(piece: Buffer): void {
    const toHead = piece.subarray(0, this.#headLimit - this.#headBytes);
    if (toHead.length > 0) this.#head.push(Buffer.from(toHead));
    this.#headBytes += toHead.length;
    if (toHead.length < piece.length) this.#addToTail(piece.subarray(toHead.length));
  }

  finish(): CommandOutput {
    const missing = Math.max(0, this.#tailBytes - this.#tailLimit);
    const totalBytes = this.#headBytes + this.#tailBytes;
    const head = Buffer.concat(this.#head);
    const tail = this.#readTail();
    const where = this.#overflow?.finish() ?? "";
    if (missing === 0) return { text: Buffer.concat([head, tail]).toString("utf8"), totalBytes };
    const text = `${withoutCutEnd(head)}\n[… ${missing} bytes left out${where} …]\n${withoutCutStart(tail)}`;
    return { text, totalBytes };
  }

  #addToTail(piece: Buffer): void {
    this.#ring ??= Buffer.alloc(this.#tailLimit);
    if (this.#tailBytes + piece.length > this.#tailLimit) this.#write(piece);
    const kept = piece.subarray(Math.max(0, piece.length - this.#tailLimit));
    this.#tailBytes += piece.length;
    if (kept.length === 0) return;
    const end = this.#tailBytes % this.#tailLimit;
    const start = (end - kept.length + this.#tailLimit) % this.#tailLimit;
    const untilWrap = kept.copy(this.#ring, start);
    kept.copy(this.#ring, 0, untilWrap);
  }

  #write(piece: Buffer): void {
    if (this.#overflow === null) return;
    // Up to now nothing was lost: the file begins with all that came before.
    if (this.#tailBytes <= this.#tailLimit)
      for (const before of [...this.#head, this.#readTail()]) this.#overflow.write(before);
    this.#overflow.write(piece);
  }

  #readTail(): Buffer {
    if (this.#ring === null) return Buffer.alloc(0);
    if (this.#tailBytes <= this.#tailLimit) return this.#ring.subarray(0, this.#tailBytes);
    const oldest = this.#tailBytes % this.#tailLimit;
    return Buffer.concat([this.#ring.subarray(oldest), this.#ring.subarray(0, oldest)]);
  }
}

/** Text without the first bytes of a character whose others were left out. */
function withoutCutEnd(bytes: Buffer): string {
  let end = bytes.length;
  for (let back = 1; back <= 3 && back <= bytes.length; back += 1) {
    const byte = bytes[bytes.length - back] ?? 0;
    if (byte < 0x80) break;
    if (byte < 0xc0) continue;
    const needed = byte >= 0xf0 ? 4 : byte >= 0xe0 ? 3 : 2;
    if (needed > back) end = bytes.length - back;
    break;
  }
  return bytes.toString("utf8", 0, end);
}

/** Text without the last bytes of a character whose others were left out. */
function withoutCutStart(bytes: Buffer): string {
  let start = 0;
  while (start < 3 && start < bytes.length && ((bytes[start] ?? 0) & 0xc0) === 0x80) start += 1;
  return bytes.toString("utf8", start);
}

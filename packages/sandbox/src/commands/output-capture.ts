import type { CommandOutput } from "@kimi/contracts";

/** Keeps the head and the tail of a stream, each half of the limit, and counts the rest: memory does not grow with the output. */
export class OutputCapture {
  readonly #headLimit: number;
  readonly #tailLimit: number;
  readonly #head: Buffer[] = [];
  #headBytes = 0;
  #tail: Buffer[] = [];
  #tailBytes = 0;
  #totalBytes = 0;

  /** `maxBytes`: of what is kept. */
  constructor(maxBytes: number) {
    this.#headLimit = Math.ceil(maxBytes / 2);
    this.#tailLimit = Math.floor(maxBytes / 2);
  }

  add(piece: Buffer): void {
    this.#totalBytes += piece.length;
    const toHead = piece.subarray(0, this.#headLimit - this.#headBytes);
    if (toHead.length > 0) this.#head.push(Buffer.from(toHead));
    this.#headBytes += toHead.length;
    const toTail = piece.subarray(toHead.length);
    if (toTail.length === 0) return;
    this.#tail.push(Buffer.from(toTail));
    this.#tailBytes += toTail.length;
    // Twice the limit before it is cut, so that many small pieces are not copied again and again.
    if (this.#tailBytes > 2 * this.#tailLimit + 65_536) this.#cutTail();
  }

  finish(): CommandOutput {
    this.#cutTail();
    const missing = this.#totalBytes - this.#headBytes - this.#tailBytes;
    const head = Buffer.concat(this.#head);
    const tail = Buffer.concat(this.#tail);
    if (missing === 0)
      return { text: Buffer.concat([head, tail]).toString("utf8"), totalBytes: this.#totalBytes };
    const text = `${withoutCutEnd(head)}\n[… ${missing} bytes left out …]\n${withoutCutStart(tail)}`;
    return { text, totalBytes: this.#totalBytes };
  }

  #cutTail(): void {
    const whole = Buffer.concat(this.#tail);
    const kept = Buffer.from(whole.subarray(Math.max(0, whole.length - this.#tailLimit)));
    this.#tail = [kept];
    this.#tailBytes = kept.length;
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

function withoutCutStart(bytes: Buffer): string {
  let start = 0;
  while (start < 3 && start < bytes.length && ((bytes[start] ?? 0) & 0xc0) === 0x80) start += 1;
  return bytes.toString("utf8", start);
}

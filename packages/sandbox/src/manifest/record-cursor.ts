import type { TreeEntry } from "./tree-entry.ts";

/** What the record of a folder begins with. */
export const recordHeader = "kimi-folder 1\0";

const hashBytes = 32;
const nul = 0;
const blank = codeOf(" ");
const minus = codeOf("-");
const zero = codeOf("0");
const [fileLetter, folderLetter, linkLetter, fifoLetter] = [
  codeOf("f"),
  codeOf("d"),
  codeOf("l"),
  codeOf("p"),
];
const [linkMark, sparseMark, attributesMark, unknownMark] = [
  codeOf("n"),
  codeOf("s"),
  codeOf("a"),
  codeOf("u"),
];
/** What each hexadecimal digit is worth, by its code; 255 for anything else. */
const digitValues = Uint8Array.from({ length: 256 }, (_, code) => {
  const value = "0123456789abcdef".indexOf(String.fromCharCode(code));
  return value === -1 ? 255 : value;
});

/**
 * Goes through the record of a folder line by line, and says what the line holds at which it stands. It makes no object
 * of what it passes: most trees are read in order to be written, and few of their entries are wanted otherwise.
 */
export class RecordCursor {
  type: TreeEntry["type"] = "file";
  isLinked = false;
  isSparse = false;
  hasAttributes = false;
  hasUnknownAttributes = false;
  mode = 0;
  size = 0;
  mtimeUs = 0;
  hasHash = false;
  /** Zeroes where there is none. */
  readonly hash = new Uint8Array(hashBytes);
  /** Where the name begins and ends in `bytes`. */
  nameAt = 0;
  nameEnd = 0;
  readonly bytes: Buffer;
  #at = recordHeader.length;

  /** @throws RangeError when `bytes` do not begin as a record. */
  constructor(bytes: Buffer) {
    if (bytes.toString("latin1", 0, recordHeader.length) !== recordHeader) throw new RangeError("no header");
    this.bytes = bytes;
  }

  /** Steps to the next line; `false` after the last one. @throws RangeError when it is no line of a record. */
  next(): boolean {
    const { bytes } = this;
    if (this.#at === bytes.length) return false;
    this.#takeType();
    this.#takeMarks();
    this.mode = this.#takeNumber(8);
    this.size = this.#takeNumber(10);
    const sign = bytes[this.#at] === minus ? -1 : 1;
    if (sign === -1) this.#at += 1;
    this.mtimeUs = sign * this.#takeNumber(10);
    this.#takeHash();
    this.nameAt = this.#at;
    this.nameEnd = this.#passField();
    if (this.nameEnd === this.nameAt) throw new RangeError("no name");
    return true;
  }

  /** The name's bytes, one a character. */
  get name(): string {
    return this.bytes.toString("latin1", this.nameAt, this.nameEnd);
  }

  /** The bytes of the next field behind the line, one a character; those are what its type and marks announce. */
  takeField(): string {
    const from = this.#at;
    return this.bytes.toString("latin1", from, this.#passField());
  }

  #takeType(): void {
    const letter = this.bytes[this.#at++];
    if (letter === fileLetter) this.type = "file";
    else if (letter === folderLetter) this.type = "directory";
    else if (letter === linkLetter) this.type = "symlink";
    else if (letter === fifoLetter) this.type = "fifo";
    else throw new RangeError("unknown type");
  }

  #takeMarks(): void {
    this.isLinked = false;
    this.isSparse = false;
    this.hasAttributes = false;
    this.hasUnknownAttributes = false;
    for (let mark = this.bytes[this.#at++]; mark !== blank; mark = this.bytes[this.#at++]) {
      if (mark === linkMark) this.isLinked = true;
      else if (mark === sparseMark) this.isSparse = true;
      else if (mark === attributesMark) this.hasAttributes = true;
      else if (mark === unknownMark) this.hasUnknownAttributes = true;
      else throw new RangeError("unknown mark");
    }
  }

  #takeNumber(base: number): number {
    const { bytes } = this;
    const from = this.#at;
    let value = 0;
    let at = from;
    for (let code = bytes[at]; code !== blank; code = bytes[++at]) {
      const digit = (code ?? 0) - zero;
      if (digit < 0 || digit >= base) throw new RangeError("no digit");
      value = value * base + digit;
    }
    if (at === from) throw new RangeError("no number");
    this.#at = at + 1;
    return value;
  }

  #takeHash(): void {
    const { bytes, hash } = this;
    let at = this.#at;
    this.hasHash = bytes[at] !== minus;
    if (!this.hasHash) {
      hash.fill(0);
      at += 1;
    } else {
      for (let to = 0; to < hashBytes; to += 1) {
        const high = digitValues[bytes[at++] ?? 0] ?? 255;
        const low = digitValues[bytes[at++] ?? 0] ?? 255;
        if (high > 15 || low > 15) throw new RangeError("no hash");
        hash[to] = high * 16 + low;
      }
    }
    if (bytes[at] !== blank) throw new RangeError("no hash");
    this.#at = at + 1;
  }

  /** Steps behind the NUL that ends a field, and returns where that stands. */
  #passField(): number {
    const { bytes } = this;
    let end = this.#at;
    while (end < bytes.length && bytes[end] !== nul) end += 1;
    if (end === bytes.length) throw new RangeError("no end");
    this.#at = end + 1;
    return end;
  }
}

function codeOf(character: string): number {
  return character.charCodeAt(0);
}

import type { RecordCursor } from "../manifest/record-cursor.ts";
import { type TreeEntry, unknownAttributes } from "../manifest/tree-entry.ts";
import { type RawPath, nameOf } from "../paths/raw-path.ts";
import { FolderSummariesWriter } from "../scan/folder-summaries.ts";
import { type RareFields, StatTable, hashBytes, mark, numbersEach } from "../scan/stat-table.ts";
import { type TreePlan, noteMark } from "./tree-plan.ts";

const typeBits = { file: 0o100000, directory: 0o040000, symlink: 0o120000, fifo: 0o010000 } as const;
const startEntries = 4096;
const startNameBytes = 65_536;

/** Puts a {@link TreePlan} together: its entries depth first, those of a folder in the order of their names' bytes. */
export class PlanWriter {
  #count = 0;
  #numbers = new Float64Array(room(startEntries * numbersEach * 8));
  #modes = new Uint32Array(room(startEntries * 4));
  #mtimesUs = new Float64Array(room(startEntries * 8));
  #ends = new Uint32Array(room(startEntries * 4));
  #nameEnds = new Uint32Array(room(startEntries * 4));
  #hashes = new Uint8Array(room(startEntries * hashBytes));
  #marks = new Uint8Array(room(startEntries));
  #names = Buffer.from(room(startNameBytes));
  #namesLength = 0;
  readonly #rare = new Map<number, RareFields>();
  readonly #folders: number[] = [];
  readonly #special = new Set<number>();
  /** Names that others are linked to. */
  readonly #firsts = new Set<RawPath>();

  /** Adds the entry at whose line `cursor` stands, and takes the fields behind that. Returns its index. */
  addLine(cursor: RecordCursor): number {
    const at = this.#add(cursor);
    if (cursor.type !== "directory" && cursor.hasHash) this.#addHash(at, cursor.hash);
    const { bytes, nameAt, nameEnd } = cursor;
    const start = this.#addName(at, nameEnd - nameAt);
    bytes.copy(this.#names, start, nameAt, nameEnd);
    const target = cursor.type === "symlink" ? cursor.takeField() : null;
    const linkedTo = cursor.isLinked ? cursor.takeField() : null;
    const attributes = cursor.hasAttributes ? cursor.takeField() : null;
    if (cursor.hasUnknownAttributes) this.#mark(at, mark.unknownAttributes);
    this.#addRare(at, { target, linkedTo, attributes });
    return at;
  }

  /** Adds an entry. Returns its index. */
  addEntry(entry: TreeEntry): number {
    const at = this.#add(entry);
    if (entry.hash !== null) this.#addHash(at, Buffer.from(entry.hash, "hex"));
    const name = nameOf(entry.path);
    const start = this.#addName(at, name.length);
    this.#names.write(name, start, "latin1");
    const { target, linkedTo, attributes } = entry;
    if (attributes === unknownAttributes) this.#mark(at, mark.unknownAttributes);
    this.#addRare(at, {
      target,
      linkedTo,
      attributes: attributes === unknownAttributes ? null : attributes,
    });
    return at;
  }

  /** Says that all below a folder has been added. */
  closeFolder(at: number): void {
    this.#ends[at] = this.#count;
  }

  finish(): TreePlan {
    const count = this.#count;
    const table = new StatTable({
      numbers: this.#numbers.subarray(0, count * numbersEach),
      modes: this.#modes.subarray(0, count),
      mtimesUs: this.#mtimesUs.subarray(0, count),
      ends: this.#ends.subarray(0, count),
      nameEnds: this.#nameEnds.subarray(0, count),
      names: this.#names.subarray(0, this.#namesLength),
      hashes: Buffer.from(this.#hashes.buffer, 0, count * hashBytes),
      marks: this.#marks.subarray(0, count),
      allMarks: null,
      rare: this.#rare,
      summaries: new FolderSummariesWriter().finish(),
    });
    for (let at = 0; this.#firsts.size > 0 && at < count; at += 1) {
      if (!this.#firsts.has(table.path(at))) continue;
      noteMark(table, at, mark.linked);
      this.#special.add(at);
    }
    const special = Array.from(this.#special, (at) => ({ at, entry: table.entry(at) }));
    return { table, folders: this.#folders, special };
  }

  #add({
    type,
    mode,
    size,
    mtimeUs,
    isSparse,
  }: Pick<TreeEntry, "type" | "mode" | "size" | "mtimeUs" | "isSparse">): number {
    const at = this.#count++;
    if (at === this.#marks.length) this.#grow();
    this.#modes[at] = typeBits[type] | mode;
    this.#numbers[at * numbersEach] = size;
    this.#numbers[at * numbersEach + 2] = Number.NaN;
    this.#mtimesUs[at] = mtimeUs;
    this.#ends[at] = at + 1;
    if (isSparse) this.#mark(at, mark.sparse);
    if (type === "directory") this.#folders.push(at);
    else if (type !== "file") this.#special.add(at);
    return at;
  }

  #addHash(at: number, hash: Uint8Array): void {
    this.#hashes.set(hash, at * hashBytes);
    this.#mark(at, mark.hashed);
  }

  #addRare(at: number, fields: RareFields): void {
    const { target, linkedTo, attributes } = fields;
    if (target === null && linkedTo === null && attributes === null) return;
    this.#rare.set(at, fields);
    this.#special.add(at);
    this.#mark(at, linkedTo === null ? mark.rare : mark.rare | mark.linked);
    if (linkedTo !== null) this.#firsts.add(linkedTo);
  }

  #mark(at: number, added: number): void {
    this.#marks[at] = (this.#marks[at] ?? 0) | added;
  }

  /** Makes room for a name, and returns where it goes. */
  #addName(at: number, length: number): number {
    const start = this.#namesLength;
    this.#namesLength += length;
    this.#nameEnds[at] = this.#namesLength;
    if (this.#namesLength > this.#names.length) {
      this.#names = copied(Buffer.from(room(this.#namesLength * 2)), this.#names);
    }
    return start;
  }

  #grow(): void {
    const entries = this.#marks.length * 2;
    this.#numbers = copied(new Float64Array(room(entries * numbersEach * 8)), this.#numbers);
    this.#modes = copied(new Uint32Array(room(entries * 4)), this.#modes);
    this.#mtimesUs = copied(new Float64Array(room(entries * 8)), this.#mtimesUs);
    this.#ends = copied(new Uint32Array(room(entries * 4)), this.#ends);
    this.#nameEnds = copied(new Uint32Array(room(entries * 4)), this.#nameEnds);
    this.#hashes = copied(new Uint8Array(room(entries * hashBytes)), this.#hashes);
    this.#marks = copied(new Uint8Array(room(entries)), this.#marks);
  }
}

/** That other threads can share. */
function room(bytes: number): SharedArrayBuffer {
  return new SharedArrayBuffer(bytes);
}

function copied<T extends Float64Array | Uint32Array | Uint8Array>(into: T, from: T): T {
  into.set(from);
  return into;
}

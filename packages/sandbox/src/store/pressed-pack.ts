import { closeSync, fstatSync, openSync, readSync } from "node:fs";
import { lateCrypto } from "../builtins/late-crypto.ts";
import { lateZlib } from "../builtins/late-zlib.ts";
import type { PackFile } from "./pack-file.ts";

/**
 * A pressed pack: a pack whose bytes, up to the index, are kept in blocks of so many, each compressed by itself (zstd) or,
 * where that saves nothing, as it is. Offsets of contents count as in a pack that is not pressed, so that a content may
 * begin in one block and end in another. In front stand the magic, where the table of blocks begins, the number of bytes in
 * all blocks, and a SHA-256 of these two and the table, which is where each block ends in the file.
 */
export const pressedFormat = {
  ending: ".zst.pack",
  magic: Buffer.from("kimizst1"),
  blockBytes: 128 * 1024,
  headBytes: 8 + 6 + 6 + 32,
  rowBytes: 6,
} as const;

const { magic, blockBytes, headBytes, rowBytes } = pressedFormat;

/** Whether the pack of this name is pressed. */
export function isPressed(path: string): boolean {
  return path.endsWith(pressedFormat.ending);
}

/** What stands in front of the blocks, of which `table` says where they end. */
export function encodePressedHead(tableStart: number, totalBytes: number, table: Buffer): Buffer {
  const head = Buffer.alloc(headBytes);
  magic.copy(head);
  head.writeUIntBE(tableStart, 8, 6);
  head.writeUIntBE(totalBytes, 14, 6);
  digest(head.subarray(8, 20), table).copy(head, 20);
  return head;
}

/** Opens a pressed pack, to be read as if it were none. What is damaged cannot be read. */
export function openPressedPack(path: string): PackFile {
  const file = openSync(path, "r");
  try {
    return new PressedPack(file, readTable(file));
  } catch (error) {
    closeSync(file);
    throw error;
  }
}

/** Where what lies in a pressed pack. */
interface BlockTable {
  /** Of all contents. */
  readonly totalBytes: number;
  /** Where each block ends in the file. */
  readonly ends: readonly number[];
}

/** A damaged one tells of no block. */
function readTable(file: number): BlockTable {
  const head = Buffer.alloc(headBytes);
  readSync(file, head, 0, headBytes, 0);
  const tableStart = head.readUIntBE(8, 6);
  const totalBytes = head.readUIntBE(14, 6);
  const tableBytes = Math.ceil(totalBytes / blockBytes) * rowBytes;
  const isThere = head.subarray(0, 8).equals(magic) && tableStart + tableBytes <= fstatSync(file).size;
  const table = Buffer.alloc(isThere ? tableBytes : 0);
  readSync(file, table, 0, table.length, tableStart);
  if (!digest(head.subarray(8, 20), table).equals(head.subarray(20))) return { totalBytes: 0, ends: [] };
  const rows = Array.from({ length: tableBytes / rowBytes }, (_, at) => at * rowBytes);
  return { totalBytes, ends: rows.map((at) => table.readUIntBE(at, rowBytes)) };
}

class PressedPack implements PackFile {
  readonly #file: number;
  readonly #table: BlockTable;
  /** The block that was read last: what is asked for next lies mostly there too. */
  #block: { readonly number: number; readonly bytes: Buffer } = { number: -1, bytes: Buffer.alloc(0) };

  constructor(file: number, table: BlockTable) {
    this.#file = file;
    this.#table = table;
  }

  read(into: Uint8Array, position: number): number {
    let done = 0;
    while (done < into.length && position + done < this.#table.totalBytes) {
      const number = Math.floor((position + done) / blockBytes);
      const from = position + done - number * blockBytes;
      const bytes = this.#open(number)?.subarray(from, from + into.length - done) ?? null;
      if (bytes === null) break;
      into.set(bytes, done);
      done += bytes.length;
    }
    return done;
  }

  close(): void {
    closeSync(this.#file);
  }

  #open(number: number): Buffer | null {
    if (this.#block.number === number) return this.#block.bytes;
    const start = number === 0 ? headBytes : (this.#table.ends[number - 1] ?? 0);
    const stored = Buffer.allocUnsafe((this.#table.ends[number] ?? 0) - start);
    if (readSync(this.#file, stored, 0, stored.length, start) !== stored.length) return null;
    const length = Math.min(blockBytes, this.#table.totalBytes - number * blockBytes);
    const bytes = stored.length === length ? stored : expand(stored);
    if (bytes?.length !== length) return null;
    this.#block = { number, bytes };
    return bytes;
  }
}

function expand(stored: Buffer): Buffer | null {
  try {
    return lateZlib().zstdDecompressSync(stored, { maxOutputLength: blockBytes });
  } catch {
    return null;
  }
}

function digest(numbers: Buffer, table: Buffer): Buffer {
  return lateCrypto().createHash("sha256").update(numbers).update(table).digest();
}

import { closeSync, fstatSync, openSync, readSync } from "node:fs";
import { lateZlib } from "../builtins/late-zlib.ts";
import { replaceFile } from "../disk/replace-file.ts";
import { FolderSummaries } from "./folder-summaries.ts";
import { StatCache } from "./stat-cache.ts";
import {
  type RareFields,
  type StatColumns,
  StatTable,
  allMarksOf,
  hashBytes,
  numbersEach,
} from "./stat-table.ts";

const magic = "kimista5";
/**
 * Where the head holds its own checksum, then the rest's, and the lengths of the parts: entries, then bytes of three. Then
 * all marks, and as text the generation and the snapshot, each with a NUL behind it.
 */
const head = {
  own: 8,
  checksum: 12,
  count: 16,
  summaries: 20,
  names: 24,
  rare: 28,
  allMarks: 32,
  state: 40,
  bytes: 512,
} as const;

/**
 * Reads a cache; an empty one when the file is missing, damaged or of another version. The format is made for reading
 * it in no time: the head, then the columns of a table as they are in memory, and rare fields in text last. Of a tree
 * where nothing changed the head is enough, which has a checksum of its own: each entry is compared with what is there.
 */
export function loadStatCache(path: string): StatCache {
  try {
    return decode(readWhole(path)) ?? new StatCache();
  } catch {
    return new StatCache();
  }
}

/** Writes it unless it is what the file holds. Not durably: whatever a power cut leaves, the checksum tells. */
export function saveStatCache(path: string, cache: StatCache): void {
  if (!cache.isChanged) return;
  replaceFile(path, encode(cache));
  cache.isChanged = false;
}

/**
 * In memory of its own, in which columns of numbers are aligned: of the kind that threads can share, since what is large
 * of the other kind has the garbage collector look through all there is, as if some of it could be given up.
 */
function readWhole(path: string): Buffer {
  const file = openSync(path, "r");
  try {
    const bytes = Buffer.from(new SharedArrayBuffer(fstatSync(file).size));
    // One that is cut short meanwhile has the wrong checksum.
    for (let at = 0, read = 1; at < bytes.length && read > 0; at += read)
      read = readSync(file, bytes, at, bytes.length - at, at);
    return bytes;
  } finally {
    closeSync(file);
  }
}

function encode(cache: StatCache): readonly Buffer[] {
  const { columns } = cache.table;
  const { names, rare } = columns;
  const rareFields = Buffer.from(encodeRare(rare), "latin1");
  const summaries = columns.summaries.rows;
  const typed = [columns.numbers, columns.mtimesUs, columns.modes, columns.ends, columns.nameEnds];
  const parts = [
    ...typed.map(({ buffer, byteOffset, byteLength }) => Buffer.from(buffer, byteOffset, byteLength)),
    columns.hashes,
    summaries,
    Buffer.from(columns.marks.buffer, columns.marks.byteOffset, columns.marks.byteLength),
    names,
    rareFields,
  ];
  const first = Buffer.alloc(head.bytes);
  first.write(magic, "latin1");
  first.writeUInt32LE(columns.ends.length, head.count);
  first.writeUInt32LE(summaries.length, head.summaries);
  first.writeUInt32LE(names.length, head.names);
  first.writeUInt32LE(rareFields.length, head.rare);
  first.writeUInt32LE(allMarksOf(columns), head.allMarks);
  first.write(formatState(cache), head.state, "latin1");
  first.writeUInt32LE(checksum(parts), head.checksum);
  first.writeUInt32LE(checksumOfHead(first), head.own);
  return [first, ...parts];
}

function decode(bytes: Buffer): StatCache | null {
  if (bytes.toString("latin1", 0, magic.length) !== magic || bytes.length < head.bytes) return null;
  if (bytes.readUInt32LE(head.own) !== checksumOfHead(bytes)) return null;
  const count = bytes.readUInt32LE(head.count);
  let at: number = head.bytes;
  const take = (length: number): Buffer => bytes.subarray(at, (at += length));
  const takeDoubles = (length: number): Float64Array =>
    new Float64Array(bytes.buffer, take(length * 8).byteOffset, length);
  const takeIntegers = (): Uint32Array => new Uint32Array(bytes.buffer, take(count * 4).byteOffset, count);
  const columns = {
    numbers: takeDoubles(count * numbersEach),
    mtimesUs: takeDoubles(count),
    modes: takeIntegers(),
    ends: takeIntegers(),
    nameEnds: takeIntegers(),
    hashes: take(count * hashBytes),
    summaries: new FolderSummaries(take(bytes.readUInt32LE(head.summaries))),
    marks: take(count),
    allMarks: bytes.readUInt32LE(head.allMarks),
    names: take(bytes.readUInt32LE(head.names)),
  } satisfies Omit<StatColumns, "rare">;
  const rareFields = take(bytes.readUInt32LE(head.rare));
  if (at !== bytes.length) return null;
  let rare: StatColumns["rare"] | null = null;
  const table = new StatTable({
    ...columns,
    get rare() {
      return (rare ??= decodeRare(rareFields));
    },
  });
  const isWhole = (): boolean => bytes.readUInt32LE(head.checksum) === checksum([bytes.subarray(head.bytes)]);
  return new StatCache(table, { ...parseState(bytes.toString("latin1", head.state, head.bytes)), isWhole });
}

/** FNV-1a of what follows the place it is kept in. */
function checksumOfHead(bytes: Buffer): number {
  let sum = 0x811c9dc5;
  for (let at: number = head.checksum; at < head.bytes; at += 1)
    sum = Math.imul(sum ^ (bytes[at] ?? 0), 0x01000193);
  return sum >>> 0;
}

/** Faster than anything in JavaScript. */
function checksum(parts: readonly Buffer[]): number {
  const { crc32 } = lateZlib();
  return parts.reduce((sum, part) => crc32(part, sum), 0);
}

/** NUL-separated: index, and three fields. */
function encodeRare(rare: StatColumns["rare"]): string {
  const fields: string[] = [];
  for (const [at, { target, linkedTo, attributes }] of rare)
    fields.push(
      String(at),
      ...[target, linkedTo, attributes].map((field) => (field === null ? "" : `=${field}`)),
    );
  return fields.join("\0");
}

function decodeRare(bytes: Buffer): ReadonlyMap<number, RareFields> {
  const fields = bytes.length === 0 ? [] : bytes.toString("latin1").split("\0");
  const rare = new Map<number, RareFields>();
  for (let at = 0; at < fields.length; at += 4) {
    const [target, linkedTo, attributes] = fields.slice(at + 1, at + 4).map(optional);
    rare.set(Number(fields[at]), {
      target: target ?? null,
      linkedTo: linkedTo ?? null,
      attributes: attributes ?? null,
    });
  }
  return rare;
}

function optional(field: string): string | null {
  return field === "" ? null : field.slice(1);
}

function formatState({ generation, snapshot }: StatCache): string {
  const { id = "", treeHash = "", fileCount = 0, totalBytes = 0 } = snapshot ?? {};
  const recorded = snapshot === null ? "" : `${id} ${treeHash} ${fileCount} ${totalBytes}`;
  return `${generation ?? ""}\0${recorded}\0`;
}

function parseState(text: string): Pick<StatCache, "generation" | "snapshot"> {
  const [generation = "", recorded = ""] = text.split("\0");
  const [id = "", treeHash = "", fileCount, totalBytes] = recorded.split(" ");
  return {
    generation: generation === "" ? null : generation,
    snapshot:
      recorded === "" ? null : { id, treeHash, fileCount: Number(fileCount), totalBytes: Number(totalBytes) },
  };
}

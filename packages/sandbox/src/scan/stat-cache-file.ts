import { closeSync, fstatSync, openSync, readSync } from "node:fs";
import type { Snapshot } from "@kimi/contracts";
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

const magic = "kimista4";
/** Where the checksum of all after it stands, and the lengths of the parts: entries, then bytes of three. Then all marks. */
const head = {
  checksum: 8,
  count: 12,
  summaries: 16,
  names: 20,
  notes: 24,
  allMarks: 28,
  bytes: 64,
} as const;

/**
 * Reads a cache; an empty one when the file is missing, damaged or of another version. The format is made for reading
 * it in no time: the head, then the columns of a table as they are in memory, and notes in text last.
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
  const notes = Buffer.from(encodeNotes(cache), "latin1");
  const { names } = columns;
  const summaries = columns.summaries.rows;
  const typed = [columns.numbers, columns.mtimesUs, columns.modes, columns.ends, columns.nameEnds];
  const parts = [
    ...typed.map(({ buffer, byteOffset, byteLength }) => Buffer.from(buffer, byteOffset, byteLength)),
    columns.hashes,
    summaries,
    Buffer.from(columns.marks.buffer, columns.marks.byteOffset, columns.marks.byteLength),
    names,
    notes,
  ];
  const first = Buffer.alloc(head.bytes);
  first.write(magic, "latin1");
  first.writeUInt32LE(columns.ends.length, head.count);
  first.writeUInt32LE(summaries.length, head.summaries);
  first.writeUInt32LE(names.length, head.names);
  first.writeUInt32LE(notes.length, head.notes);
  first.writeUInt32LE(allMarksOf(columns), head.allMarks);
  first.writeUInt32LE(checksum([first.subarray(head.count), ...parts]), head.checksum);
  return [first, ...parts];
}

function decode(bytes: Buffer): StatCache | null {
  if (bytes.toString("latin1", 0, magic.length) !== magic) return null;
  if (bytes.readUInt32LE(head.checksum) !== checksum([bytes.subarray(head.count)])) return null;
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
  const notes = take(bytes.readUInt32LE(head.notes)).toString("latin1").split("\0");
  const [generation = "", snapshot = ""] = notes;
  const state = {
    generation: generation === "" ? null : generation,
    snapshot: snapshot === "" ? null : parseSnapshot(snapshot),
  };
  return new StatCache(new StatTable({ ...columns, rare: decodeRare(notes.slice(2)) }), state);
}

/** Loaded here, since in most processes nothing else needs it, and faster than anything in JavaScript. */
function checksum(parts: readonly Buffer[]): number {
  const { crc32 } = process.getBuiltinModule("node:zlib");
  return parts.reduce((sum, part) => crc32(part, sum), 0);
}

/** NUL-separated: generation, snapshot, then entries with rare fields. */
function encodeNotes({ generation, snapshot, table }: StatCache): string {
  const fields: string[] = [generation ?? "", snapshot === null ? "" : formatSnapshot(snapshot)];
  for (const [at, { target, linkedTo, attributes }] of table.columns.rare)
    fields.push(
      String(at),
      ...[target, linkedTo, attributes].map((field) => (field === null ? "" : `=${field}`)),
    );
  return fields.join("\0");
}

function decodeRare(fields: readonly string[]): ReadonlyMap<number, RareFields> {
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

function formatSnapshot({ id, treeHash, fileCount, totalBytes }: Snapshot): string {
  return `${id} ${treeHash} ${fileCount} ${totalBytes}`;
}

function parseSnapshot(text: string): Snapshot {
  const [id = "", treeHash = "", fileCount, totalBytes] = text.split(" ");
  return { id, treeHash, fileCount: Number(fileCount), totalBytes: Number(totalBytes) };
}

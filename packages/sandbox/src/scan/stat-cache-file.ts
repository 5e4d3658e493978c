import { closeSync, existsSync, fstatSync, openSync, readSync } from "node:fs";
import { lateCrypto } from "../builtins/late-crypto.ts";
import { lateZlib } from "../builtins/late-zlib.ts";
import { removeFileIfPossible } from "../disk/remove-file.ts";
import { replaceFile } from "../disk/replace-file.ts";
import { formatState, parseState } from "./cache-state.ts";
import { FolderSummaries } from "./folder-summaries.ts";
import { fnvChecksum } from "./fnv-checksum.ts";
import { StatCacheChanges, encodeChanges } from "./stat-cache-changes.ts";
import { StatCache } from "./stat-cache.ts";
import {
  type RareFields,
  type StatColumns,
  StatTable,
  allMarksOf,
  hashBytes,
  numbersEach,
} from "./stat-table.ts";

const magic = "kimista6";
const idBytes = 16;
/**
 * Where the head holds its own checksum, then the rest's, and the lengths of the parts: entries, then bytes of three. Then
 * all marks, an id of the file's own, and as text the generation and the snapshot.
 */
const head = {
  own: 8,
  checksum: 12,
  count: 16,
  summaries: 20,
  names: 24,
  rare: 28,
  allMarks: 32,
  id: 36,
  state: 52,
  bytes: 512,
} as const;

/**
 * Reads a cache; an empty one when the file is missing, damaged or of another version. The format is made for reading
 * it in no time: the head, then the columns of a table as they are in memory, and rare fields in text last. Of a tree
 * where nothing changed the head is enough, which has a checksum of its own: each entry is compared with what is there.
 * Where few entries have changed since it was written, their rows are in a second file, in which the first is named.
 */
export function loadStatCache(path: string): StatCache {
  try {
    return decode(read(path), readIfPossible(changesPath(path))) ?? new StatCache();
  } catch {
    return new StatCache();
  }
}

/** Writes it unless it is what the files hold. Not durably: whatever a power cut leaves, the checksums tell. */
export function saveStatCache(path: string, cache: StatCache): void {
  const { isChanged, since } = cache;
  if (!isChanged) return;
  const changes = since !== null && isIn(path, since.fileId) ? encodeChanges(cache, since) : null;
  if (changes !== null) {
    replaceFile(changesPath(path), [changes]);
    cache.settle(null);
    return;
  }
  const id = lateCrypto().randomBytes(idBytes).toString("hex");
  replaceFile(path, encode(cache, id));
  removeFileIfPossible(changesPath(path));
  cache.settle(id);
}

/** No name of a whole file ends in this. */
function changesPath(path: string): string {
  return `${path}+`;
}

/** Whether a file is the one of this id: another process may have written its own in its place. */
function isIn(path: string, id: string): boolean {
  return existsSync(path) && read(path, head.state).toString("hex", head.id) === id;
}

/**
 * In memory of its own, in which columns of numbers are aligned: of the kind that threads can share, since what is large
 * of the other kind has the garbage collector look through all there is, as if some of it could be given up.
 */
function read(path: string, most = Infinity): Buffer {
  const file = openSync(path, "r");
  try {
    const bytes = Buffer.from(new SharedArrayBuffer(Math.min(fstatSync(file).size, most)));
    // One that is cut short meanwhile has the wrong checksum.
    for (let at = 0, taken = 1; at < bytes.length && taken > 0; at += taken)
      taken = readSync(file, bytes, at, bytes.length - at, at);
    return bytes;
  } finally {
    closeSync(file);
  }
}

/** `null` for a file that is missing, or has just been deleted. */
function readIfPossible(path: string): Buffer | null {
  try {
    return existsSync(path) ? read(path) : null;
  } catch {
    return null;
  }
}

function encode(cache: StatCache, id: string): readonly Buffer[] {
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
  first.write(id, head.id, "hex");
  first.write(formatState(cache), head.state, "latin1");
  first.writeUInt32LE(checksum(parts), head.checksum);
  first.writeUInt32LE(fnvChecksum(first.subarray(head.checksum)), head.own);
  return [first, ...parts];
}

function decode(bytes: Buffer, changesBytes: Buffer | null): StatCache | null {
  if (bytes.toString("latin1", 0, magic.length) !== magic || bytes.length < head.bytes) return null;
  if (bytes.readUInt32LE(head.own) !== fnvChecksum(bytes.subarray(head.checksum, head.bytes))) return null;
  const id = bytes.toString("hex", head.id, head.state);
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
  const changes = changesBytes === null ? null : StatCacheChanges.read(changesBytes, id);
  changes?.exchange(columns);
  let rare: StatColumns["rare"] | null = null;
  const table = new StatTable({
    ...columns,
    allMarks: changes?.allMarks ?? columns.allMarks,
    get rare() {
      return (rare ??= decodeRare(rareFields));
    },
  });
  // What was written whole is checked as it was then.
  const isWhole = (): boolean => {
    changes?.exchange(columns);
    const isSame = bytes.readUInt32LE(head.checksum) === checksum([bytes.subarray(head.bytes)]);
    changes?.exchange(columns);
    return isSame;
  };
  const state = changes?.state ?? parseState(bytes.toString("latin1", head.state, head.bytes));
  const since = changes ?? { fileId: id, entries: new Set(), folders: new Set() };
  return new StatCache(table, { ...state, isWhole, since });
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

import { readFileSync } from "node:fs";
import { crc32 } from "node:zlib";
import type { Snapshot } from "@kimi/contracts";
import { replaceFile } from "../disk/replace-file.ts";
import type { FolderSummary } from "../manifest/folder-record.ts";
import { StatCache } from "./stat-cache.ts";
import { type RareFields, type StatColumns, StatTable, hashBytes, numbersEach } from "./stat-table.ts";

const magic = "kimistat";
/** Magic, then as 32-bit numbers: checksum of all after it, entries, bytes of the notes. Keeps what follows aligned. */
const headBytes = 24;

/**
 * Reads a cache; an empty one when the file is missing, damaged or of another version. The format is made for reading
 * it in milliseconds: the head, the columns of numbers as they are in memory, then all paths, then notes in text.
 */
export function loadStatCache(path: string): StatCache {
  try {
    return decode(readFileSync(path));
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

function encode(cache: StatCache): Buffer {
  const { numbers, ends, pathEnds, hashes, marks, paths } = cache.table.columns;
  const notes = Buffer.from(encodeNotes(cache), "latin1");
  const columns = [numbers, ends, pathEnds].map(({ buffer, byteOffset, byteLength }) =>
    Buffer.from(buffer, byteOffset, byteLength),
  );
  const body = Buffer.concat([
    Buffer.alloc(headBytes),
    ...columns,
    hashes,
    marks,
    Buffer.from(paths, "latin1"),
    notes,
  ]);
  body.write(magic, 0, "latin1");
  body.writeUInt32LE(ends.length, 12);
  body.writeUInt32LE(notes.length, 16);
  body.writeUInt32LE(crc32(body.subarray(12)), 8);
  return body;
}

function decode(bytes: Buffer): StatCache {
  if (bytes.toString("latin1", 0, 8) !== magic || bytes.readUInt32LE(8) !== crc32(bytes.subarray(12)))
    return new StatCache();
  const count = bytes.readUInt32LE(12);
  let at = headBytes;
  const take = (length: number): Buffer => bytes.subarray(at, (at += length));
  // Copied, since numbers have to be aligned.
  const fill = <T extends Float64Array | Uint32Array>(column: T): T => {
    Buffer.from(column.buffer).set(take(column.byteLength));
    return column;
  };
  const numbers = fill(new Float64Array(count * numbersEach));
  const ends = fill(new Uint32Array(count));
  const pathEnds = fill(new Uint32Array(count));
  const hashes = take(count * hashBytes);
  const marks = take(count);
  const paths = take(pathEnds[count - 1] ?? 0).toString("latin1");
  const { rare, summaries, ...state } = decodeNotes(bytes.toString("latin1", at));
  const columns: StatColumns = { numbers, ends, pathEnds, hashes, marks, paths, rare, summaries };
  return new StatCache(new StatTable(columns), state);
}

/** NUL-separated: generation, snapshot, then folders with summaries and entries with rare fields, a count before each. */
function encodeNotes({ generation, snapshot, table }: StatCache): string {
  const { summaries, rare } = table.columns;
  const fields: string[] = [generation ?? "", snapshot === null ? "" : formatSummary(snapshot)];
  fields.push(String(summaries.size));
  for (const [at, summary] of summaries) fields.push(`${at} ${formatSummary(summary)}`);
  fields.push(String(rare.size));
  for (const [at, { target, linkedTo, attributes }] of rare)
    fields.push(
      String(at),
      ...[target, linkedTo, attributes].map((field) => (field === null ? "" : `=${field}`)),
    );
  return fields.join("\0");
}

function decodeNotes(text: string): {
  readonly generation: string | null;
  readonly snapshot: Snapshot | null;
  readonly summaries: ReadonlyMap<number, FolderSummary>;
  readonly rare: ReadonlyMap<number, RareFields>;
} {
  const fields = text.split("\0");
  let at = 0;
  const next = (): string => fields[at++] ?? "";
  const generation = next();
  const snapshot = next();
  const summaries = new Map<number, FolderSummary>();
  for (let left = Number(next()); left > 0; left -= 1) {
    const field = next();
    const space = field.indexOf(" ");
    summaries.set(Number(field.slice(0, space)), parseSummary(field.slice(space + 1)));
  }
  const rare = new Map<number, RareFields>();
  const optional = (): string | null => {
    const field = next();
    return field === "" ? null : field.slice(1);
  };
  for (let left = Number(next()); left > 0; left -= 1)
    rare.set(Number(next()), { target: optional(), linkedTo: optional(), attributes: optional() });
  return {
    generation: generation === "" ? null : generation,
    snapshot: snapshot === "" ? null : parseSummary(snapshot),
    summaries,
    rare,
  };
}

function formatSummary({ id, treeHash, fileCount, totalBytes }: FolderSummary): string {
  return `${id} ${treeHash} ${fileCount} ${totalBytes}`;
}

function parseSummary(text: string): FolderSummary {
  const [id = "", treeHash = "", fileCount, totalBytes] = text.split(" ");
  return { id, treeHash, fileCount: Number(fileCount), totalBytes: Number(totalBytes) };
}

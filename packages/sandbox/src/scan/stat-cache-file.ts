import { readFileSync } from "node:fs";
import { hash } from "node:crypto";
import { type Snapshot, snapshotSchema } from "@kimi/contracts";
import { z } from "zod";
import { writeDurably } from "../disk/write-durably.ts";
import { type TreeEntry, unknownAttributes } from "../manifest/tree-entry.ts";
import { type KnownEntry, StatCache } from "./stat-cache.ts";

const magic = "kimi-stat-cache 3\n";
const types = ["file", "directory", "symlink", "fifo"] as const;
const hexLength = 64;
/**
 * Type, mode, permissions, size, content size, time in µs, both times in ms, inode, lengths of path and target, whether
 * hashed; length of the path linked to, whether sparse, whether attributes are 0 none, 1 known or 2 unknown.
 */
const numbersEach = 15;

const headSchema = z.strictObject({
  count: z.int().min(0),
  snapshot: snapshotSchema.nullable(),
  generation: z.string(),
});

/**
 * Reads a cache; an empty one when the file is missing or damaged. The format is made for reading it in milliseconds:
 * the magic and the SHA-256 of all after it; a line of JSON; numbers, 8 bytes each; paths, hashes and targets.
 */
export function loadStatCache(path: string): StatCache {
  try {
    const bytes = readFileSync(path);
    const bodyAt = magic.length + hexLength + 1;
    const body = bytes.subarray(bodyAt);
    const checksum = bytes.toString("latin1", magic.length, bodyAt - 1);
    if (bytes.toString("latin1", 0, magic.length) !== magic || hash("sha256", body, "hex") !== checksum)
      return new StatCache();
    const headEnd = body.indexOf("\n");
    const { count, snapshot, generation } = headSchema.parse(JSON.parse(body.toString("latin1", 0, headEnd)));
    return new StatCache(decode(body.subarray(headEnd + 1), count), { snapshot, generation });
  } catch {
    return new StatCache();
  }
}

/** Writes it unless it is what the file holds. */
export function saveStatCache(path: string, cache: StatCache): void {
  if (!cache.isChanged) return;
  const { snapshot = null, generation = "" } = cache.state ?? {};
  const body = encode([...cache], { snapshot, generation });
  writeDurably(path, Buffer.concat([Buffer.from(`${magic}${hash("sha256", body, "hex")}\n`), body]));
  cache.isChanged = false;
}

function encode(
  known: readonly KnownEntry[],
  state: { readonly snapshot: Snapshot | null; readonly generation: string },
): Buffer {
  const numbers = new Float64Array(known.length * numbersEach);
  let text = "";
  for (const [at, { entry, ...seen }] of known.entries()) {
    const target = entry.target ?? "";
    const isHashed = entry.hash === null ? 0 : 1;
    const ours = [types.indexOf(entry.type), seen.mode, entry.mode, seen.size, entry.size, entry.mtimeUs];
    const lengths = [entry.path.length, target.length, isHashed];
    const linkedTo = entry.linkedTo ?? "";
    const attributes = isHash(entry.attributes) ? entry.attributes : "";
    const marks = [linkedTo.length, entry.isSparse ? 1 : 0, attributeMark(entry)];
    numbers.set([...ours, seen.mtimeMs, seen.ctimeMs, seen.inode, ...lengths, ...marks], at * numbersEach);
    text += entry.path + (entry.hash ?? "") + target + linkedTo + attributes;
  }
  const head = `${JSON.stringify({ count: known.length, ...state })}\n`;
  return Buffer.concat([Buffer.from(head), Buffer.from(numbers.buffer), Buffer.from(text, "latin1")]);
}

function decode(bytes: Buffer, count: number): readonly KnownEntry[] {
  const length = count * numbersEach * 8;
  // Copied, since the numbers have to be aligned.
  const numbers = new Float64Array(Uint8Array.from(bytes.subarray(0, length)).buffer);
  const text = bytes.toString("latin1", length);
  const known: KnownEntry[] = [];
  for (let at = 0, textAt = 0; at < numbers.length; at += numbersEach) {
    const number = (which: number): number => numbers[at + which] ?? 0;
    const pathEnd = textAt + number(9);
    const hashEnd = pathEnd + number(11) * hexLength;
    const targetEnd = hashEnd + number(10);
    const linkEnd = targetEnd + number(12);
    const attributesEnd = linkEnd + (number(14) === 1 ? hexLength : 0);
    const type = types[number(0)] ?? "file";
    const entry: TreeEntry = {
      path: text.slice(textAt, pathEnd),
      type,
      mode: number(2),
      size: number(4),
      mtimeUs: number(5),
      hash: hashEnd === pathEnd ? null : text.slice(pathEnd, hashEnd),
      target: type === "symlink" ? text.slice(hashEnd, targetEnd) : null,
      linkedTo: linkEnd === targetEnd ? null : text.slice(targetEnd, linkEnd),
      isSparse: number(13) === 1,
      attributes: [null, text.slice(linkEnd, attributesEnd), unknownAttributes][number(14)] ?? null,
    };
    const [mode, size, mtimeMs, ctimeMs, inode] = [number(1), number(3), number(6), number(7), number(8)];
    known.push({ entry, mode, size, mtimeMs, ctimeMs, inode });
    textAt = attributesEnd;
  }
  return known;
}

function isHash(attributes: string | null): attributes is string {
  return attributes !== null && attributes !== unknownAttributes;
}

function attributeMark({ attributes }: TreeEntry): number {
  if (attributes === null) return 0;
  return attributes === unknownAttributes ? 2 : 1;
}

import { closeSync, fsyncSync, ftruncateSync, openSync, renameSync, writeSync } from "node:fs";
import { dirname, join } from "node:path";
import { lateCrypto } from "../builtins/late-crypto.ts";
import { lateZlib } from "../builtins/late-zlib.ts";
import { type ProcessOwner, currentOwner } from "../disk/process-owner.ts";
import { toDiskError } from "../disk/to-disk-error.ts";
import { removeFileIfPossible } from "../disk/remove-file.ts";
import { syncFolder } from "../disk/write-durably.ts";
import { ClaimedHashes } from "./claimed-hashes.ts";
import type { ContentSink, ContentStream, Piece, SinkShare } from "./content-sink.ts";
import { encodePackIndex } from "./encode-pack-index.ts";
import type { BlobPlace } from "./pack-index.ts";

const bufferBytes = 1024 * 1024;
/** So much is written without a detour. */
const directBytes = 256 * 1024;

/** What is in a store already. */
export interface KnownContents {
  has(hash: string): boolean;
  /** Takes in what others have added. */
  refresh(): void;
}

/** For who writes everything anew. */
export const nothingKnown: KnownContents = { has: () => false, refresh: () => undefined };

/**
 * Collects the new blobs of one snapshot in one file, which appears under its name only when it is whole and on disk.
 * Nothing is created before the first new blob. Disposing without {@link PackWriter.commit} drops what was written.
 */
export class PackWriter implements ContentSink, Disposable {
  readonly #path: string;
  readonly #temporary: string;
  readonly #folder: string;
  readonly #known: KnownContents;
  readonly #blobs = new Map<string, Omit<BlobPlace, "pack">>();
  readonly #buffer = Buffer.allocUnsafeSlow(bufferBytes);
  #buffered = 0;
  #file: number | null = null;
  /** Where the next byte goes, the buffered ones counted. */
  #end = 0;

  /** What this thread and another have taken; `null` while there is no other. */
  #claims: ClaimedHashes | null;
  /** Contents that the other thread has taken. */
  readonly #left = new Set<string>();

  constructor(folder: string, known: KnownContents, claims: ClaimedHashes | null = null) {
    const name = lateCrypto().randomUUID();
    this.#path = join(folder, `${name}.pack`);
    const { pid, startTicks, bootId } = currentOwner();
    this.#temporary = join(folder, [pid, startTicks ?? "", bootId ?? "", name, "tmp"].join("."));
    this.#folder = folder;
    this.#known = known;
    this.#claims = claims;
  }

  has(hash: string): boolean {
    return this.#blobs.has(hash) || this.#left.has(hash) || this.#known.has(hash);
  }

  /** Hashes of contents that were left to the other thread. */
  get left(): readonly string[] {
    return [...this.#left];
  }

  share(): SinkShare {
    this.#claims = new ClaimedHashes();
    for (const hash of this.#blobs.keys()) this.#claims.take(hash);
    return { kind: "pack", folder: this.#folder, claims: this.#claims.memory };
  }

  join(left: readonly string[] | null): ReadonlySet<string> {
    this.#known.refresh();
    const leftHere = [...this.#left];
    this.#left.clear();
    this.#claims = null;
    return new Set([...leftHere, ...(left ?? [])].filter((hash) => !this.has(hash)));
  }

  add(hash: string, content: Uint8Array): void {
    if (!this.#take(hash)) return;
    const checksum = lateZlib().crc32(content);
    this.#blobs.set(hash, { offset: this.#end, size: content.length, checksum });
    this.#write(content);
  }

  addAll(slab: Uint8Array, pieces: readonly Piece[]): void {
    // The run of new contents that is not written yet.
    let [from, to] = [0, 0];
    for (const { hash, start, end } of pieces) {
      if (!this.#take(hash)) continue;
      if (start !== to) {
        this.#write(slab.subarray(from, to));
        from = start;
      }
      const checksum = lateZlib().crc32(slab.subarray(start, end));
      this.#blobs.set(hash, { offset: this.#end + start - from, size: end - start, checksum });
      to = end;
    }
    this.#write(slab.subarray(from, to));
  }

  begin(): ContentStream {
    const offset = this.#end;
    let checksum = 0;
    const rewind = (): void => this.#rewindTo(offset);
    return {
      write: (piece) => {
        checksum = lateZlib().crc32(piece, checksum);
        this.#write(piece);
      },
      finish: (hash) => {
        if (this.#take(hash)) this.#blobs.set(hash, { offset, size: this.#end - offset, checksum });
        else rewind();
      },
      discard: rewind,
    };
  }

  /** Puts the pack in place; nothing where nothing was added. */
  commit(): void {
    if (this.#blobs.size === 0) return;
    this.#write(encodePackIndex(this.#blobs));
    const file = this.#flush();
    fsyncSync(file);
    closeSync(file);
    this.#file = null;
    renameSync(this.#temporary, this.#path);
    syncFolder(dirname(this.#path));
  }

  [Symbol.dispose](): void {
    if (this.#file === null) return;
    closeSync(this.#file);
    removeFileIfPossible(this.#temporary);
  }

  /** Whether the content is for this pack to keep. */
  #take(hash: string): boolean {
    if (this.has(hash)) return false;
    if (this.#claims === null || this.#claims.take(hash)) return true;
    this.#left.add(hash);
    return false;
  }

  #write(bytes: Uint8Array): void {
    if (bytes.length > bufferBytes - this.#buffered || bytes.length >= directBytes) this.#flush();
    if (bytes.length >= directBytes) this.#writeOut(bytes, this.#end);
    else {
      this.#buffer.set(bytes, this.#buffered);
      this.#buffered += bytes.length;
    }
    this.#end += bytes.length;
  }

  #flush(): number {
    const file = this.#writeOut(this.#buffer.subarray(0, this.#buffered), this.#end - this.#buffered);
    this.#buffered = 0;
    return file;
  }

  #writeOut(bytes: Uint8Array, position: number): number {
    try {
      this.#file ??= openSync(this.#temporary, "wx", 0o600);
      for (let at = 0; at < bytes.length;) {
        at += writeSync(this.#file, bytes, at, bytes.length - at, position + at);
      }
      return this.#file;
    } catch (error) {
      // Said here, since who reads a tree takes any other system error for the tree's.
      throw toDiskError(error, `the snapshot store ${dirname(this.#path)} could not take a new content`);
    }
  }

  #rewindTo(offset: number): void {
    ftruncateSync(this.#flush(), offset);
    this.#end = offset;
  }
}

/** The process that writes the unfinished pack of this name; `null` for any other file. */
export function parsePackOwner(name: string): ProcessOwner | null {
  const [pid, startTicks, bootId, , suffix] = name.split(".");
  if (suffix !== "tmp") return null;
  return { pid: Number(pid), startTicks: startTicks || null, bootId: bootId || null };
}

import { closeSync, fsyncSync, ftruncateSync, openSync, renameSync, writeSync } from "node:fs";
import { randomUUID } from "node:crypto";
import { dirname, join } from "node:path";
import { type ProcessOwner, currentOwner } from "../disk/process-owner.ts";
import { toDiskError } from "../disk/to-disk-error.ts";
import { removeFileIfPossible } from "../disk/remove-file.ts";
import { syncFolder } from "../disk/write-durably.ts";
import type { ContentSink, ContentStream, Piece } from "./content-sink.ts";
import { encodePackIndex } from "./encode-pack-index.ts";
import type { BlobPlace } from "./pack-index.ts";

const bufferBytes = 1024 * 1024;
/** So much is written without a detour. */
const directBytes = 256 * 1024;

/**
 * Collects the new blobs of one snapshot in one file, which appears under its name only when it is whole and on disk.
 * Nothing is created before the first new blob. Disposing without {@link PackWriter.commit} drops what was written.
 */
export class PackWriter implements ContentSink, Disposable {
  readonly #path: string;
  readonly #temporary: string;
  readonly #isKnown: (hash: string) => boolean;
  readonly #blobs = new Map<string, Omit<BlobPlace, "pack">>();
  readonly #buffer = Buffer.allocUnsafeSlow(bufferBytes);
  #buffered = 0;
  #file: number | null = null;
  /** Where the next byte goes, the buffered ones counted. */
  #end = 0;

  constructor(folder: string, isKnown: (hash: string) => boolean) {
    const name = randomUUID();
    this.#path = join(folder, `${name}.pack`);
    const { pid, startTicks, bootId } = currentOwner();
    this.#temporary = join(folder, [pid, startTicks ?? "", bootId ?? "", name, "tmp"].join("."));
    this.#isKnown = isKnown;
  }

  has(hash: string): boolean {
    return this.#blobs.has(hash) || this.#isKnown(hash);
  }

  add(hash: string, content: Uint8Array): void {
    if (this.has(hash)) return;
    this.#blobs.set(hash, { offset: this.#end, size: content.length });
    this.#write(content);
  }

  addAll(slab: Uint8Array, pieces: readonly Piece[]): void {
    // The run of new contents that is not written yet.
    let [from, to] = [0, 0];
    for (const { hash, start, end } of pieces) {
      if (this.has(hash)) continue;
      if (start !== to) {
        this.#write(slab.subarray(from, to));
        from = start;
      }
      this.#blobs.set(hash, { offset: this.#end + start - from, size: end - start });
      to = end;
    }
    this.#write(slab.subarray(from, to));
  }

  begin(): ContentStream {
    const offset = this.#end;
    const rewind = (): void => this.#rewindTo(offset);
    return {
      write: (piece) => this.#write(piece),
      finish: (hash) => {
        if (this.has(hash)) rewind();
        else this.#blobs.set(hash, { offset, size: this.#end - offset });
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

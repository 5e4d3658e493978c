import { lateZlib } from "../builtins/late-zlib.ts";
import { ClaimedHashes } from "./claimed-hashes.ts";
import { type ContentSink, type ContentStream, type SinkShare, maxRoomBytes } from "./content-sink.ts";
import { encodePackIndex } from "./encode-pack-index.ts";
import type { BlobPlace } from "./pack-index.ts";
import { UnfinishedPack } from "./unfinished-pack.ts";

/** How the names of packs end. */
export const packEnding = ".pack";
const bufferBytes = maxRoomBytes;
/** So much is written without a detour. */
const directBytes = 256 * 1024;

/** What is in a store already. */
export interface KnownContents {
  has(hash: string): boolean;
  /** Takes in what others have added. */
  refresh(): void;
}

/**
 * Collects the new blobs of one snapshot in one file. Nothing is created before the first new blob. Disposing without
 * {@link PackWriter.commit} drops what was written.
 */
export class PackWriter implements ContentSink, Disposable {
  readonly #file: UnfinishedPack;
  readonly #folder: string;
  readonly #known: KnownContents;
  readonly #blobs = new Map<string, Omit<BlobPlace, "pack">>();
  readonly #buffer = Buffer.allocUnsafeSlow(bufferBytes);
  #buffered = 0;
  /** Where the next byte goes, the buffered ones counted. */
  #end = 0;

  /** What this thread and another have taken; `null` while there is no other. */
  #claims: ClaimedHashes | null;
  /** Contents that the other thread has taken. */
  readonly #left = new Set<string>();

  constructor(folder: string, known: KnownContents, claims: ClaimedHashes | null = null) {
    this.#file = new UnfinishedPack(folder, packEnding);
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

  hasTaken(hash: string): boolean {
    return this.#blobs.has(hash);
  }

  add(hash: string, content: Uint8Array, isNew = false): void {
    if (isNew ? this.#blobs.has(hash) : !this.#take(hash)) return;
    const checksum = lateZlib().crc32(content);
    this.#blobs.set(hash, { offset: this.#end, size: content.length, checksum });
    this.#write(content);
  }

  room(bytes: number): Uint8Array {
    if (bytes > bufferBytes - this.#buffered) this.#flush();
    return this.#buffer.subarray(this.#buffered, this.#buffered + bytes);
  }

  addFromRoom(hash: string, content: Uint8Array): void {
    if (!this.#take(hash)) return;
    const checksum = lateZlib().crc32(content);
    this.#blobs.set(hash, { offset: this.#end, size: content.length, checksum });
    // It stands behind what is buffered already.
    this.#buffered += content.length;
    this.#end += content.length;
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
    this.#flush();
    this.#file.commit();
  }

  [Symbol.dispose](): void {
    this.#file[Symbol.dispose]();
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
    if (bytes.length >= directBytes) this.#file.write(bytes, this.#end);
    else {
      this.#buffer.set(bytes, this.#buffered);
      this.#buffered += bytes.length;
    }
    this.#end += bytes.length;
  }

  #flush(): void {
    this.#file.write(this.#buffer.subarray(0, this.#buffered), this.#end - this.#buffered);
    this.#buffered = 0;
  }

  #rewindTo(offset: number): void {
    this.#flush();
    this.#file.truncate(offset);
    this.#end = offset;
  }
}

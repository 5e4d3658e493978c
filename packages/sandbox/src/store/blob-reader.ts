import { lateCrypto } from "../builtins/late-crypto.ts";
import { lateZlib } from "../builtins/late-zlib.ts";
import { KimiError } from "@kimi/contracts/errors";
import { errnoOf } from "../disk/errno-of.ts";
import { writeWhole } from "../disk/write-durably.ts";
import type { ContentSource, PieceWriter } from "./content-source.ts";
import { openPackFile } from "./open-pack-file.ts";
import type { PackFile } from "./pack-file.ts";
import type { BlobPlace } from "./pack-index.ts";

const pieceBytes = 8 * 1024 * 1024;
/** Little enough to stay in a processor's cache until it is written. */
const aheadBytes = 128 * 1024;
/** Well below what a process may have open. */
const mostOpen = 64;

/** What tells a reader that a content on its way to a file is whole. */
export type ContentChecks = "hashes" | "checksums";

/** Where contents lie. */
interface Contents {
  /** Throws when there is no such content. */
  readonly find: (hash: string) => BlobPlace;
  /** Told of a pack with one that is no longer what was stored. */
  readonly lose: (pack: string) => void;
}

/** Reads contents, each checked against its hash, and keeps some packs open until it is disposed of. */
export class BlobReader implements ContentSource, Disposable {
  readonly #find: Contents["find"];
  readonly #lose: Contents["lose"];
  readonly #packs = new Map<string, PackFile>();
  /** Small contents on their way to a file, one after the other. */
  #scratch = Buffer.alloc(0);
  /** What was read ahead, and where in its pack that begins and ends. */
  readonly #ahead = { bytes: Buffer.alloc(0), pack: "", start: 0, end: 0 };
  #last: BlobPlace | null = null;

  /** Of the packs. */
  readonly folder: string;

  readonly #checks: ContentChecks;

  constructor(folder: string, { find, lose }: Contents, checks: ContentChecks) {
    this.folder = folder;
    this.#find = find;
    this.#lose = lose;
    this.#checks = checks;
  }

  /** @throws KimiError `workspace` when the content is missing or damaged. */
  read(hash: string): Buffer {
    const place = this.#find(hash);
    const content = Buffer.allocUnsafe(place.size);
    this.#readSmall(place, hash, content).copy(content);
    if (lateCrypto().hash("sha256", content, "hex") !== hash) throw this.#damaged(place, hash);
    return content;
  }

  /** Checks what it writes against its checksum where the reader was opened for that, else against its hash. */
  writeTo(hash: string, file: number, write: PieceWriter = writeWhole): void {
    const place = this.#find(hash);
    if (place.size <= pieceBytes) {
      if (this.#scratch.length < place.size) this.#scratch = Buffer.allocUnsafeSlow(2 * place.size);
      const content = this.#readSmall(place, hash, this.#scratch);
      if (!this.#isWhole(content, place, hash)) throw this.#damaged(place, hash);
      write(file, content);
      return;
    }
    const digest = lateCrypto().createHash("sha256");
    const piece = Buffer.allocUnsafe(pieceBytes);
    for (let at = 0; at < place.size; at += pieceBytes) {
      const part = piece.subarray(0, Math.min(pieceBytes, place.size - at));
      this.#readPiece(place, at, part, hash);
      digest.update(part);
      write(file, part);
    }
    if (digest.digest("hex") !== hash) throw this.#damaged(place, hash);
  }

  [Symbol.dispose](): void {
    for (const file of this.#packs.values()) file.close();
    this.#packs.clear();
  }

  /**
   * A content whole, good until the next one is asked for: in `room`, or in what was read ahead. That is done where the
   * content follows the one before it in the pack.
   */
  #readSmall(place: BlobPlace, hash: string, room: Buffer): Buffer {
    const { pack, offset, size } = place;
    const ahead = this.#ahead;
    const isNext = this.#last?.pack === pack && this.#last.offset + this.#last.size === offset;
    this.#last = place;
    if (pack === ahead.pack && offset >= ahead.start && offset + size <= ahead.end)
      return ahead.bytes.subarray(offset - ahead.start, offset + size - ahead.start);
    if (!isNext || size > aheadBytes / 4) {
      const content = room.subarray(0, size);
      this.#readPiece(place, 0, content, hash);
      return content;
    }
    if (ahead.bytes.length === 0) ahead.bytes = Buffer.allocUnsafeSlow(aheadBytes);
    // Until it is known what is in there.
    ahead.pack = "";
    ahead.start = offset;
    ahead.end = offset + this.#open(place, hash).read(ahead.bytes, offset);
    ahead.pack = pack;
    if (ahead.end < offset + size) throw this.#damaged(place, hash);
    return ahead.bytes.subarray(0, size);
  }

  #isWhole(content: Buffer, { checksum }: BlobPlace, hash: string): boolean {
    if (this.#checks === "checksums") return lateZlib().crc32(content) === checksum;
    return lateCrypto().hash("sha256", content, "hex") === hash;
  }

  #readPiece(place: BlobPlace, from: number, into: Buffer, hash: string): void {
    const { offset } = place;
    if (this.#open(place, hash).read(into, offset + from) !== into.length) throw this.#damaged(place, hash);
  }

  #open(place: BlobPlace, hash: string): PackFile {
    const { pack } = place;
    const known = this.#packs.get(pack);
    if (known !== undefined) return known;
    // The one opened first: what is read next lies mostly in those opened last.
    const [oldest] = this.#packs.size < mostOpen ? [] : this.#packs;
    if (oldest !== undefined) {
      this.#packs.delete(oldest[0]);
      oldest[1].close();
    }
    try {
      const file = openPackFile(pack);
      this.#packs.set(pack, file);
      return file;
    } catch (error) {
      // Whoever else deleted it since it was found: what it held is as good as damaged.
      throw errnoOf(error) === "ENOENT" ? this.#damaged(place, hash) : error;
    }
  }

  #damaged({ pack }: BlobPlace, hash: string): KimiError {
    this.#lose(pack);
    return new KimiError(
      "workspace",
      `content ${hash} is damaged in the snapshot store: its bytes no longer have that hash; where it is still in the project, the next snapshot stores it again`,
    );
  }
}

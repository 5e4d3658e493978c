import { closeSync, openSync, readSync } from "node:fs";
import { lateCrypto } from "../builtins/late-crypto.ts";
import { KimiError } from "@kimi/contracts/errors";
import { writeWhole } from "../disk/write-durably.ts";
import type { ContentSource, PieceWriter } from "./content-source.ts";
import type { BlobPlace } from "./pack-index.ts";

const pieceBytes = 8 * 1024 * 1024;

/** Reads contents, each checked against its hash, and keeps packs open until it is disposed of. */
export class BlobReader implements ContentSource, Disposable {
  readonly #find: (hash: string) => BlobPlace;
  readonly #packs = new Map<string, number>();
  /** Small contents on their way to a file, one after the other. */
  #scratch = Buffer.alloc(0);

  /** Of the packs. */
  readonly folder: string;

  /** `find` throws when there is no such content. */
  constructor(folder: string, find: (hash: string) => BlobPlace) {
    this.folder = folder;
    this.#find = find;
  }

  /** @throws KimiError `workspace` when the content is missing or damaged. */
  read(hash: string): Buffer {
    const place = this.#find(hash);
    return this.#readInto(Buffer.allocUnsafe(place.size), place, hash);
  }

  writeTo(hash: string, file: number, write: PieceWriter = writeWhole): void {
    const place = this.#find(hash);
    if (place.size <= pieceBytes) {
      if (this.#scratch.length < place.size) this.#scratch = Buffer.allocUnsafeSlow(2 * place.size);
      write(file, this.#readInto(this.#scratch.subarray(0, place.size), place, hash));
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
    if (digest.digest("hex") !== hash) throw damaged(hash);
  }

  [Symbol.dispose](): void {
    for (const file of this.#packs.values()) closeSync(file);
    this.#packs.clear();
  }

  #readInto(content: Buffer, place: BlobPlace, hash: string): Buffer {
    this.#readPiece(place, 0, content, hash);
    if (lateCrypto().hash("sha256", content, "hex") !== hash) throw damaged(hash);
    return content;
  }

  #readPiece({ pack, offset }: BlobPlace, from: number, into: Buffer, hash: string): void {
    const file = this.#packs.get(pack) ?? openSync(pack, "r");
    this.#packs.set(pack, file);
    if (readSync(file, into, 0, into.length, offset + from) !== into.length) throw damaged(hash);
  }
}

function damaged(hash: string): KimiError {
  return new KimiError(
    "workspace",
    `content ${hash} is damaged in the snapshot store: its bytes no longer have that hash`,
  );
}

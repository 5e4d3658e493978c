import { closeSync, mkdirSync, openSync, readdirSync, readSync } from "node:fs";
import { createHash, hash as hashOnce } from "node:crypto";
import { join } from "node:path";
import { KimiError } from "@kimi/contracts";
import { writeWhole } from "../disk/write-durably.ts";
import { type BlobPlace, readPackIndex } from "./pack-index.ts";
import { PackWriter } from "./pack-writer.ts";

const pieceBytes = 8 * 1024 * 1024;

/** What can be read by hash. */
export interface ContentSource {
  /** Writes the content to an open file. @throws KimiError `workspace` when it is missing or damaged. */
  writeTo(hash: string, file: number): void;
}

/**
 * File contents by their SHA-256, in append-only packs, shared by all runs of one user. Every read is checked against
 * the hash. Several processes may use one store: packs never change, and new ones are found when something is missing.
 */
export class BlobStore implements ContentSource {
  readonly #folder: string;
  readonly #places = new Map<string, BlobPlace>();
  readonly #known = new Set<string>();

  constructor(folder: string) {
    this.#folder = folder;
    mkdirSync(folder, { recursive: true, mode: 0o700 });
    this.refresh();
  }

  has(hash: string): boolean {
    return this.#places.has(hash);
  }

  /** Takes in packs that other processes have added. */
  refresh(): void {
    for (const name of readdirSync(this.#folder)) {
      if (!name.endsWith(".pack") || this.#known.has(name)) continue;
      this.#known.add(name);
      for (const [hash, place] of readPackIndex(join(this.#folder, name)) ?? [])
        this.#places.set(hash, place);
    }
  }

  /** @throws KimiError `workspace` when the content is missing or damaged. */
  read(hash: string): Buffer {
    const place = this.#find(hash);
    const content = Buffer.allocUnsafe(place.size);
    readPiece(place, 0, content, hash);
    if (hashOnce("sha256", content, "hex") !== hash) throw damaged(hash);
    return content;
  }

  writeTo(hash: string, file: number): void {
    const place = this.#find(hash);
    if (place.size <= pieceBytes) {
      writeWhole(file, this.read(hash));
      return;
    }
    const digest = createHash("sha256");
    const piece = Buffer.allocUnsafe(pieceBytes);
    for (let at = 0; at < place.size; at += pieceBytes) {
      const part = piece.subarray(0, Math.min(pieceBytes, place.size - at));
      readPiece(place, at, part, hash);
      digest.update(part);
      writeWhole(file, part);
    }
    if (digest.digest("hex") !== hash) throw damaged(hash);
  }

  /** Runs `fill` with a new pack, and keeps what it added when it succeeds. */
  async write<T>(fill: (pack: PackWriter) => Promise<T>): Promise<T> {
    using pack = new PackWriter(this.#folder, (hash) => this.has(hash));
    const result = await fill(pack);
    for (const [hash, place] of pack.commit()) {
      this.#places.set(hash, place);
      this.#known.add(place.pack.slice(this.#folder.length + 1));
    }
    return result;
  }

  #find(hash: string): BlobPlace {
    if (!this.has(hash)) this.refresh();
    const place = this.#places.get(hash);
    if (place === undefined) {
      throw new KimiError("workspace", `content ${hash} is not in the snapshot store: its pack was removed`);
    }
    return place;
  }
}

function readPiece(place: BlobPlace, from: number, into: Buffer, hash: string): void {
  const file = openSync(place.pack, "r");
  try {
    if (readSync(file, into, 0, into.length, place.offset + from) !== into.length) throw damaged(hash);
  } finally {
    closeSync(file);
  }
}

function damaged(hash: string): KimiError {
  return new KimiError(
    "workspace",
    `content ${hash} is damaged in the snapshot store: its bytes no longer have that hash`,
  );
}

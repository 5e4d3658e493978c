import { hash as digest, randomUUID } from "node:crypto";
import {
  closeSync,
  fsyncSync,
  mkdirSync,
  openSync,
  readdirSync,
  readFileSync,
  renameSync,
  rmSync,
  statSync,
  writeSync,
} from "node:fs";
import { dirname, join, sep } from "node:path";
import { damagedRow } from "../database/parse-row.ts";
import type { StorePlace } from "../database/store-place.ts";

/** Long contents as files by hash: `contents/ab/cdef…`. A file is there whole or not at all, also after a power cut. */
export class ContentFiles {
  readonly #folder: string;

  constructor(folder: string) {
    this.#folder = folder;
  }

  /** Makes the file; does nothing when it is there already. */
  write(hash: string, bytes: Uint8Array): void {
    const path = this.#pathOf(hash);
    if (statSync(path, { throwIfNoEntry: false })?.size === bytes.length) return;
    if (mkdirSync(dirname(path), { recursive: true, mode: 0o700 }) !== undefined) syncFolder(this.#folder);
    const temporary = `${path}.${randomUUID()}.tmp`;
    try {
      writeAndSync(temporary, bytes);
      renameSync(temporary, path);
    } catch (error) {
      rmSync(temporary, { force: true });
      throw error;
    }
    syncFolder(dirname(path));
  }

  /** @throws KimiError `store` when the file is gone or no longer what was written. */
  read(hash: string, place: StorePlace): Uint8Array {
    const path = this.#pathOf(hash);
    if (statSync(path, { throwIfNoEntry: false }) === undefined)
      throw damagedRow(place, `${path} is missing`);
    const bytes = readFileSync(path);
    if (digest("sha256", bytes) !== hash) throw damagedRow(place, `${path} is not what was written there`);
    return bytes;
  }

  /** Removes the file; does nothing when there is none. */
  remove(hash: string): void {
    rmSync(this.#pathOf(hash), { force: true });
  }

  /** The hashes of all files. Files that are being written are not among them. */
  *listInBatches(size: number): Generator<readonly string[]> {
    const hashes = readdirSync(this.#folder, { recursive: true, encoding: "utf8" })
      .map((path) => path.replace(sep, ""))
      .filter((name) => /^[0-9a-f]{64}$/.test(name));
    for (let start = 0; start < hashes.length; start += size) yield hashes.slice(start, start + size);
  }

  #pathOf(hash: string): string {
    return join(this.#folder, hash.slice(0, 2), hash.slice(2));
  }
}

function writeAndSync(path: string, bytes: Uint8Array): void {
  const descriptor = openSync(path, "wx", 0o600);
  try {
    for (let written = 0; written < bytes.length;) written += writeSync(descriptor, bytes, written);
    fsyncSync(descriptor);
  } finally {
    closeSync(descriptor);
  }
}

function syncFolder(path: string): void {
  const descriptor = openSync(path, "r");
  try {
    fsyncSync(descriptor);
  } finally {
    closeSync(descriptor);
  }
}

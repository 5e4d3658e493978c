import { mkdirSync, readdirSync, statSync } from "node:fs";
import { join } from "node:path";
import { KimiError } from "@kimi/contracts/errors";
import { isAlive } from "../disk/process-owner.ts";
import { removeFileIfPossible } from "../disk/remove-file.ts";
import { BlobReader } from "./blob-reader.ts";
import type { ContentSource, PieceWriter } from "./content-source.ts";
import { type BlobPlace, readPackIndex } from "./pack-index.ts";
import { PackWriter, parsePackOwner } from "./pack-writer.ts";

/**
 * File contents by their SHA-256, in append-only packs, shared by all runs of one user. Every read is checked against
 * the hash. Several processes may use one store: packs never change, and new ones are found when something is missing.
 */
export class BlobStore implements ContentSource {
  readonly #folder: string;
  readonly #places = new Map<string, BlobPlace>();
  readonly #known = new Set<string>();
  #isLoaded = false;

  constructor(folder: string) {
    this.#folder = folder;
    mkdirSync(folder, { recursive: true, mode: 0o700 });
  }

  has(hash: string): boolean {
    // Only who asks needs the index.
    if (!this.#isLoaded) this.refresh();
    return this.#places.has(hash);
  }

  /** Takes in packs that other processes have added. */
  refresh(): void {
    this.#isLoaded = true;
    for (const name of readdirSync(this.#folder)) {
      if (!name.endsWith(".pack") || this.#known.has(name)) continue;
      this.#known.add(name);
      for (const [hash, place] of readPackIndex(join(this.#folder, name)) ?? [])
        this.#places.set(hash, place);
    }
  }

  /** @throws KimiError `workspace` when the content is missing or damaged. */
  read(hash: string): Buffer {
    using reader = this.openReader();
    return reader.read(hash);
  }

  writeTo(hash: string, file: number, write?: PieceWriter): void {
    using reader = this.openReader();
    reader.writeTo(hash, file, write);
  }

  /** For who reads many: packs stay open until it is disposed of. */
  openReader(): BlobReader {
    return new BlobReader((hash) => this.#find(hash));
  }

  /** All contents and where they lie. */
  list(): ReadonlyMap<string, BlobPlace> {
    if (!this.#isLoaded) this.refresh();
    return this.#places;
  }

  /** Forgets what is known of packs, since others may have been deleted. */
  reset(): void {
    this.#isLoaded = false;
    this.#places.clear();
    this.#known.clear();
  }

  /** Bytes of all packs on disk. */
  measure(): number {
    return this.listPacks().reduce((sum, pack) => sum + statSync(pack).size, 0);
  }

  /** Paths of all packs. */
  listPacks(): readonly string[] {
    const names = readdirSync(this.#folder).filter((name) => name.endsWith(".pack"));
    return names.map((name) => join(this.#folder, name));
  }

  /** Writes contents that are there to a new pack, for the old ones to be deleted. */
  async rewrite(hashes: readonly string[]): Promise<void> {
    using reader = this.openReader();
    using pack = new PackWriter(this.#folder, () => false);
    for (const hash of hashes) pack.add(hash, reader.read(hash));
    pack.commit();
  }

  /** Deletes what processes that are no more had begun to write. */
  removeAbandoned(): void {
    for (const name of readdirSync(this.#folder)) {
      const owner = parsePackOwner(name);
      if (owner !== null && !isAlive(owner)) removeFileIfPossible(join(this.#folder, name));
    }
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

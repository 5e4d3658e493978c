import { mkdirSync, readdirSync, statSync } from "node:fs";
import { basename, join } from "node:path";
import { KimiError } from "@kimi/contracts/errors";
import { isAlive } from "../disk/process-owner.ts";
import { yieldNowAndThen } from "../disk/yield-now-and-then.ts";
import { removeFile, removeFileIfPossible } from "../disk/remove-file.ts";
import { BlobReader, type ContentChecks } from "./blob-reader.ts";
import type { ContentSource, PieceWriter } from "./content-source.ts";
import { DamagedPacks } from "./damaged-packs.ts";
import { type BlobPlace, PackIndex, packFormat } from "./pack-index.ts";
import { PackWriter, packEnding } from "./pack-writer.ts";
import { PressedPackWriter } from "./pressed-pack-writer.ts";
import { parsePackOwner } from "./unfinished-pack.ts";

/** Stands for a file where pieces go elsewhere. */
const nowhere = -1;

/**
 * File contents by their SHA-256, in append-only packs, shared by all runs of one user. Every read is checked against
 * the hash. Several processes may use one store: packs never change, and new ones are found when something is missing.
 */
export class BlobStore implements ContentSource {
  readonly #folder: string;
  readonly #onLost: () => void;
  readonly #damaged: DamagedPacks;
  /** By the names of the packs; `null` for what is no whole pack. */
  readonly #indexes = new Map<string, PackIndex | null>();
  readonly #key = Buffer.alloc(packFormat.hashBytes);
  /** Of the pack in which something was found last: what is read next lies mostly there too. */
  #lastUsed: PackIndex | null = null;
  #isLoaded = false;

  /** `onLost` is called when a content turns out to be missing or damaged: what was recorded is not all there. */
  constructor(folder: string, onLost: () => void = () => {}) {
    this.#folder = folder;
    this.#onLost = onLost;
    this.#damaged = new DamagedPacks(folder);
    mkdirSync(folder, { recursive: true, mode: 0o700 });
  }

  /** Whether it is in a pack that is not known to be damaged. */
  has(hash: string): boolean {
    const place = this.#look(hash);
    return place !== null && !this.#damaged.has(place.pack);
  }

  /** Takes in packs that other processes have added. */
  refresh(): void {
    this.#isLoaded = true;
    this.#damaged.refresh();
    for (const name of readdirSync(this.#folder)) {
      if (name.endsWith(packEnding) && !this.#indexes.has(name))
        this.#indexes.set(name, PackIndex.open(join(this.#folder, name)));
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

  /** For who reads many: packs stay open for the next content. */
  openReader(checks: ContentChecks = "hashes"): BlobReader {
    const find = (hash: string): BlobPlace => this.#find(hash);
    const lose = (pack: string): void => {
      this.#damaged.add(pack);
      this.#onLost();
    };
    return new BlobReader(this.#folder, { find, lose }, checks);
  }

  /** All contents and where they lie; without those of packs whose index is damaged. */
  list(): ReadonlyMap<string, BlobPlace> {
    this.refresh();
    const places = new Map<string, BlobPlace>();
    for (const index of this.#indexes.values())
      for (const [hash, place] of index?.list() ?? [])
        if (!places.has(hash) || !this.#damaged.has(place.pack)) places.set(hash, place);
    return places;
  }

  /** Forgets what is known of packs, since others may have been deleted. */
  reset(): void {
    this.#isLoaded = false;
    this.#indexes.clear();
    this.#lastUsed = null;
  }

  /** Bytes of all packs on disk; also while others collect, who may delete some of them meanwhile. */
  measure(): number {
    const found = this.listPacks().map((pack) => statSync(pack, { throwIfNoEntry: false }));
    return found.reduce((sum, stats) => sum + (stats?.size ?? 0), 0);
  }

  /** Paths of all packs. */
  listPacks(): readonly string[] {
    const names = readdirSync(this.#folder).filter((name) => name.endsWith(packEnding));
    return names.map((name) => join(this.#folder, name));
  }

  /** Writes contents that are there to a new pack, pressed and in this order, for the old ones to be deleted. */
  async press(hashes: readonly string[]): Promise<void> {
    const rest = yieldNowAndThen();
    using reader = this.openReader();
    using pack = new PressedPackWriter(this.#folder);
    for (const hash of hashes) {
      pack.add(hash, (take) => reader.writeTo(hash, nowhere, (_, piece) => take(piece)));
      await rest();
    }
    pack.commit();
    this.#isLoaded = false;
  }

  /** Deletes a pack of which nothing is needed, or that was written anew. */
  drop(path: string): void {
    removeFile(path);
    this.#indexes.delete(basename(path));
    this.#lastUsed = null;
  }

  /** Whether something of a pack is known to be damaged. */
  isDamaged(path: string): boolean {
    return this.#damaged.has(path);
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
    using pack = new PackWriter(this.#folder, this);
    const result = await fill(pack);
    pack.commit();
    // Who looks for what was just added takes the new pack in.
    this.#isLoaded = false;
    return result;
  }

  #find(hash: string): BlobPlace {
    const known = this.#look(hash);
    if (known === null) this.refresh();
    const place = known ?? this.#look(hash);
    if (place !== null) return place;
    this.#onLost();
    throw new KimiError(
      "workspace",
      `content ${hash} is not in the snapshot store: its pack was removed or damaged; where it is still in the project, the next snapshot stores it again`,
    );
  }

  #look(hash: string): BlobPlace | null {
    // Only who asks needs the packs.
    if (!this.#isLoaded) this.refresh();
    if (this.#key.write(hash, "hex") < packFormat.hashBytes) return null;
    const near = this.#lastUsed?.find(this.#key) ?? null;
    if (near !== null && !this.#damaged.has(near.pack)) return near;
    let damaged = near;
    for (const index of this.#indexes.values()) {
      const place = index === this.#lastUsed ? null : (index?.find(this.#key) ?? null);
      if (place === null) continue;
      if (this.#damaged.has(place.pack)) {
        damaged = place;
        continue;
      }
      this.#lastUsed = index;
      return place;
    }
    return damaged;
  }
}

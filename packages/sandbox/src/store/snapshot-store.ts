import { existsSync, mkdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { hash, randomUUID } from "node:crypto";
import { KimiError, type Snapshot } from "@kimi/contracts";
import { errnoOf } from "../disk/errno-of.ts";
import { writeDurably } from "../disk/write-durably.ts";
import { decodeManifest, describeManifest } from "../manifest/manifest-codec.ts";
import type { Manifest } from "../manifest/tree-entry.ts";
import { loadStatCache, saveStatCache } from "../scan/stat-cache-file.ts";
import type { StatCache } from "../scan/stat-cache.ts";
import { BlobStore } from "./blob-store.ts";

/** Snapshots on disk: `packs/` with contents, `manifests/` with trees, `stat-cache/` with what needs no second reading. */
export class SnapshotStore {
  readonly blobs: BlobStore;
  readonly #folder: string;
  readonly #statCaches = new Map<string, StatCache>();

  /** `folder` is made when missing, for its owner alone. */
  constructor(folder: string) {
    mkdirSync(folder, { recursive: true, mode: 0o700 });
    this.#folder = folder;
    this.blobs = new BlobStore(join(folder, "packs"));
  }

  /** Keeps a manifest whose contents are in the packs already. */
  keep(manifest: Manifest): Snapshot {
    const { snapshot, bytes } = describeManifest(manifest);
    const path = this.#manifestPath(snapshot.id);
    if (!existsSync(path)) writeDurably(path, bytes);
    return snapshot;
  }

  /** @throws KimiError `workspace` when there is no such snapshot, or its manifest is damaged. */
  load(id: string): Manifest {
    if (!/^[0-9a-f]{64}$/.test(id))
      throw new KimiError("workspace", `"${id}" is no snapshot id: expected 64 hex digits`);
    try {
      return decodeManifest(readFileSync(this.#manifestPath(id)), id);
    } catch (error) {
      if (errnoOf(error) !== "ENOENT") throw error;
      throw new KimiError("workspace", `there is no snapshot ${id} in ${this.#folder}`, { cause: error });
    }
  }

  /** What is known of a folder's files from earlier scans; empty the first time. */
  loadStatCache(root: string): StatCache {
    const cache = this.#statCaches.get(root) ?? loadStatCache(this.#statCachePath(root));
    // Whoever has it has it alone until it is saved: two scans at one time must not describe each other's findings.
    this.#statCaches.delete(root);
    return cache;
  }

  saveStatCache(root: string, cache: StatCache): void {
    saveStatCache(this.#statCachePath(root), cache);
    this.#statCaches.set(root, cache);
  }

  /** Another one after each collection: until then, all that was recorded is there. */
  readGeneration(): string {
    const path = join(this.#folder, "generation");
    try {
      return readFileSync(path, "utf8");
    } catch (error) {
      if (errnoOf(error) !== "ENOENT") throw error;
      writeDurably(path, randomUUID());
      return readFileSync(path, "utf8");
    }
  }

  #manifestPath(id: string): string {
    return join(this.#folder, "manifests", id);
  }

  #statCachePath(root: string): string {
    return join(this.#folder, "stat-cache", hash("sha256", root, "hex"));
  }
}

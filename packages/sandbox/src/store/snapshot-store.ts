import { existsSync, mkdirSync, readFileSync, readdirSync, statSync, utimesSync } from "node:fs";
import { join } from "node:path";
import { lateCrypto } from "../builtins/late-crypto.ts";
import type { Snapshot } from "@kimi/contracts";
import { KimiError } from "@kimi/contracts/errors";
import { errnoOf } from "../disk/errno-of.ts";
import { removeFile } from "../disk/remove-file.ts";
import { removeTemporaries } from "../disk/remove-temporaries.ts";
import { toDiskError } from "../disk/to-disk-error.ts";
import { syncFolder, writeDurably } from "../disk/write-durably.ts";
import type { RecordedFolders } from "../change/differing-parts.ts";
import { type FolderSummary, readFolderRecord } from "../manifest/folder-record.ts";
import type { Manifest } from "../manifest/tree-entry.ts";
import { loadStatCache, saveStatCache } from "../scan/stat-cache-file.ts";
import type { StatCache } from "../scan/stat-cache.ts";
import type { StatTable } from "../scan/stat-table.ts";
import { BlobStore } from "./blob-store.ts";
import type { CollectRequest, PruneReport } from "./collect-store.ts";
import { type RecordedTree, readRecordedTree } from "./read-recorded-tree.ts";
import { decodeHead, encodeHead, isHeadOf } from "./snapshot-head.ts";
import { StoreGate } from "./store-gate.ts";
import { StoreGeneration } from "./store-generation.ts";

/** What stands for itself in a file's name, but for its slashes. */
const plainPath = /^\/[\w./-]{1,200}$/;
const idPattern = /^[0-9a-f]{64}$/;
/** How long a collection waits for others to finish what they do with the store. */
const patienceMs = 10_000;
const usedExactlyMs = 600_000;

/** Snapshots on disk: `packs/` with contents and folder records, `manifests/` with a line for each, `stat-cache/` with what needs no second reading. */
export class SnapshotStore {
  readonly blobs: BlobStore;
  readonly #gate: StoreGate;
  readonly #generationFile: StoreGeneration;
  #generation: string | null = null;
  readonly folder: string;
  readonly #statCaches = new Map<string, StatCache>();

  /** `folder` is made when missing, for its owner alone. */
  constructor(folder: string) {
    mkdirSync(folder, { recursive: true, mode: 0o700 });
    this.folder = folder;
    this.#generationFile = new StoreGeneration(folder);
    this.blobs = new BlobStore(join(folder, "packs"), () => this.#generationFile.endIfPossible());
    this.#gate = new StoreGate(folder);
  }

  /** Runs `act` while nobody collects, with what is known of the packs up to date. */
  async use<T>(act: () => Promise<T>): Promise<T> {
    using _use = await this.#gate.use();
    const generation = this.readGeneration();
    if (this.#generation !== null && this.#generation !== generation) this.blobs.reset();
    this.#generation = generation;
    try {
      return await act();
    } catch (error) {
      throw errnoOf(error) === null ? error : toDiskError(error, `the snapshot store ${this.folder} failed`);
    }
  }

  /** @throws KimiError `workspace` when others use the store all the time. */
  async collect(request: CollectRequest): Promise<PruneReport> {
    const report = await this.#collect(request, patienceMs);
    if (report !== null) return report;
    throw new KimiError(
      "workspace",
      `the snapshot store ${this.folder} is in use: nothing was deleted; try again when no run is taking or restoring snapshots`,
      { retryable: true },
    );
  }

  /** `null` when others use the store. */
  collectIfIdle(request: CollectRequest): Promise<PruneReport | null> {
    return this.#collect(request, 0);
  }

  async #collect(request: CollectRequest, forMs: number): Promise<PruneReport | null> {
    const { collectStore } = await import("./collect-store.ts");
    using alone = await this.#gate.collect(forMs);
    return alone === null ? null : await this.#explain(() => collectStore(this, request));
  }

  /** Keeps a tree whose contents and records are in the packs already. */
  keep(summary: FolderSummary): Snapshot {
    const head = encodeHead(summary);
    if (readIfThere(this.#manifestPath(summary.id)) === head) this.markUsed(summary.id);
    else writeDurably(this.#manifestPath(summary.id), head);
    return summary;
  }

  /** Whether it is listed, and what is said of it as a whole not damaged as far as can be told without hashing. */
  isKept(snapshot: Snapshot): boolean {
    return isHeadOf(readIfThere(this.#manifestPath(snapshot.id)) ?? "", snapshot);
  }

  /** @throws KimiError `workspace` when there is no such snapshot, or something of it is damaged. */
  load(id: string): Manifest {
    const { manifest } = this.inspect(id);
    this.markUsed(id);
    return manifest;
  }

  /** What is said of it as a whole. @throws as {@link SnapshotStore.load} does, but for what lies in packs. */
  describe(id: string): Snapshot {
    return this.#readHead(id);
  }

  /** For who may not need all of it. @throws as {@link SnapshotStore.load} does. */
  open(id: string): RecordedFolders {
    this.#readHead(id);
    this.markUsed(id);
    return { rootId: id, children: (record, path) => readFolderRecord(this.blobs.read(record), path) };
  }

  /** Ids of all snapshots, damaged ones included. */
  listIds(): readonly string[] {
    const folder = join(this.folder, "manifests");
    return existsSync(folder) ? readdirSync(folder).filter((name) => idPattern.test(name)) : [];
  }

  /** What is recorded under an id that is listed, without counting as a use of it. @throws as {@link SnapshotStore.load} does. */
  inspect(id: string): RecordedTree {
    this.#readHead(id);
    using reader = this.blobs.openReader();
    return readRecordedTree(id, (record) => reader.read(record));
  }

  /** Bytes of a manifest's own file, and when it was last recorded or read, in milliseconds since 1970. */
  measure(id: string): { readonly bytes: number; readonly usedMs: number } {
    const { size, mtimeMs } = statSync(this.#manifestPath(id));
    return { bytes: size, usedMs: mtimeMs };
  }

  /** Makes a snapshot one that was used lately, to some minutes. */
  markUsed(id: string): void {
    const path = this.#manifestPath(id);
    const now = new Date();
    if (now.getTime() - statSync(path).mtimeMs > usedExactlyMs) utimesSync(path, now, now);
  }

  /** Deletes a manifest; its contents stay. */
  forget(id: string): void {
    removeFile(this.#manifestPath(id));
  }

  /** Makes what was forgotten stay so after a power cut. */
  settleForgotten(): void {
    const folder = join(this.folder, "manifests");
    if (existsSync(folder)) syncFolder(folder);
  }

  /** The next one begins when somebody asks for it. Takes no room, since the disk may be full. */
  endGeneration(): void {
    this.#generationFile.end();
  }

  /** Deletes what processes that are no more had begun to write. */
  removeAbandoned(): void {
    this.blobs.removeAbandoned();
    for (const name of ["", "manifests", "stat-cache"]) removeTemporaries(join(this.folder, name));
  }

  /** What is known of a folder's files from earlier scans; empty the first time. */
  loadStatCache(root: string): StatCache {
    const cache = this.#statCaches.get(root) ?? loadStatCache(this.#statCachePath(root));
    // Whoever has it has it alone until it is saved: two scans at one time must not describe each other's findings.
    this.#statCaches.delete(root);
    return cache;
  }

  /** What this process has seen of a folder when it recorded it as this snapshot; `null` when it has not, or something changed since. */
  tableOf(root: string, snapshotId: string): StatTable | null {
    const cache = this.#statCaches.get(root);
    return cache?.snapshot?.id === snapshotId ? cache.table : null;
  }

  /** On disk only where there is room: all it saves is time. */
  saveStatCache(root: string, cache: StatCache): void {
    try {
      saveStatCache(this.#statCachePath(root), cache);
    } catch (error) {
      if (errnoOf(error) === null) throw error;
    }
    this.#statCaches.set(root, cache);
  }

  /** Another one after each collection: until then, all that was recorded is there. */
  readGeneration(): string {
    return this.#generationFile.read();
  }

  async #explain<T>(act: () => Promise<T>): Promise<T> {
    try {
      return await act();
    } catch (error) {
      throw errnoOf(error) === null ? error : toDiskError(error, `the snapshot store ${this.folder} failed`);
    }
  }

  #readHead(id: string): Snapshot {
    if (!idPattern.test(id))
      throw new KimiError("workspace", `"${id}" is no snapshot id: expected 64 hex digits`);
    try {
      return decodeHead(readFileSync(this.#manifestPath(id), "latin1"), id);
    } catch (error) {
      // Something that was recorded is gone: scans are to look for all that they know.
      if (error instanceof KimiError) this.#generationFile.endIfPossible();
      if (errnoOf(error) !== "ENOENT") throw error;
      throw new KimiError("workspace", `there is no snapshot ${id} in ${this.folder}`, { cause: error });
    }
  }

  #manifestPath(id: string): string {
    return join(this.folder, "manifests", id);
  }

  #statCachePath(root: string): string {
    const name = plainPath.test(root) ? root.replaceAll("/", "%") : lateCrypto().hash("sha256", root, "hex");
    return join(this.folder, "stat-cache", name);
  }
}

function readIfThere(path: string): string | null {
  try {
    return readFileSync(path, "utf8");
  } catch (error) {
    if (errnoOf(error) !== "ENOENT") throw error;
    return null;
  }
}

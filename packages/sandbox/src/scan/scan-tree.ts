import type { BigIntStats } from "node:fs";
import { hash } from "node:crypto";
import { setTimeout } from "node:timers/promises";
import { KimiError } from "@kimi/contracts";
import { errnoOf } from "../disk/errno-of.ts";
import { type FaultHook, noFaults } from "../disk/fault-hook.ts";
import { FolderHandle } from "../disk/folder-handle.ts";
import { LinkInTheWayError } from "../disk/link-in-the-way-error.ts";
import { yieldNowAndThen } from "../disk/yield-now-and-then.ts";
import { type Manifest, type TreeEntry, toManifest } from "../manifest/tree-entry.ts";
import type { RawPath } from "../paths/raw-path.ts";
import { toShownPath } from "../paths/shown-path.ts";
import type { ContentSink } from "../store/content-sink.ts";
import { readContent } from "./read-content.ts";
import { type KnownFile, type StatCache, toKnownFile } from "./stat-cache.ts";

export interface ScanOptions {
  readonly cache: StatCache;
  /** Takes the contents of files that had to be read. */
  readonly sink: ContentSink;
  /**
   * Whether entries that their owner may not read are opened for as long as they are read: for trees in which a run
   * was at work, whose closed folders must not keep it from being undone. @default false
   */
  readonly opensClosed?: boolean;
  /** @default noFaults */
  readonly fault?: FaultHook;
}

export interface ScannedTree {
  readonly manifest: Manifest;
  /** Sockets and devices: part of no snapshot, since they hold nothing that could be brought back. */
  readonly leftOut: readonly RawPath[];
}

/** Entries of the root that no snapshot holds. Below the root the same names count: a nested repository is content. */
const excludedAtRoot: ReadonlySet<RawPath> = new Set([".git", ".kimi_agent"]);

const maxReadings = 12;

/**
 * Reads a tree. A file that changes while being read is read again; links are recorded and never followed.
 * Folders of other file systems mounted below the root count like any other.
 * @throws KimiError `workspace` when something cannot be read, or never stays still.
 */
export async function scanTree(root: string, options: ScanOptions): Promise<ScannedTree> {
  const { cache } = options;
  const startedMs = Date.now();
  const scan: Scan = { ...options, entries: [], leftOut: [], known: cache.begin(), rest: yieldNowAndThen() };
  try {
    using folder = FolderHandle.open(root);
    await scanFolder(scan, folder, "");
  } catch (error) {
    throw error instanceof KimiError ? error : unreadable(root, error);
  }
  cache.replace(scan.known, startedMs);
  return { manifest: toManifest(scan.entries), leftOut: scan.leftOut };
}

interface Scan extends ScanOptions {
  readonly entries: TreeEntry[];
  readonly leftOut: RawPath[];
  readonly known: Map<RawPath, KnownFile>;
  readonly rest: () => Promise<void> | undefined;
}

async function scanFolder(scan: Scan, folder: FolderHandle, path: RawPath): Promise<void> {
  for (const name of folder.list()) {
    if (path === "" && excludedAtRoot.has(name)) continue;
    const entryPath = path === "" ? name : `${path}/${name}`;
    // Awaiting only what is a promise keeps thousands of files from costing as many turns of the event loop.
    const pending = scanEntry(scan, folder, name, entryPath) ?? scan.rest();
    if (pending !== undefined) await pending;
  }
}

function scanEntry(
  scan: Scan,
  folder: FolderHandle,
  name: RawPath,
  path: RawPath,
): Promise<void> | undefined {
  const stats = folder.stat(name);
  if (stats === null) return undefined;
  if (scan.opensClosed === true && isClosed(stats)) return scanClosed(scan, folder, name, { path, stats });
  if (stats.isDirectory()) return scanSubfolder(scan, folder, name, toEntry(path, stats, "directory"));
  if (stats.isFile()) return scanFile(scan, folder, name, { path, stats });
  if (stats.isSymbolicLink()) scan.entries.push(...readLinkEntry(folder, name, path, stats));
  else if (stats.isFIFO()) scan.entries.push(toEntry(path, stats, "fifo"));
  else scan.leftOut.push(path);
  return undefined;
}

function isClosed(stats: BigIntStats): boolean {
  const needed = stats.isDirectory() ? 0o500 : 0o400;
  return (stats.isDirectory() || stats.isFile()) && (Number(stats.mode) & needed) !== needed;
}

async function scanClosed(
  scan: Scan,
  folder: FolderHandle,
  name: RawPath,
  { path, stats }: SeenFile,
): Promise<void> {
  const mode = Number(stats.mode) & 0o7777;
  const at = scan.entries.length;
  folder.setMode(name, mode | (stats.isDirectory() ? 0o700 : 0o400));
  try {
    await scanEntry(scan, folder, name, path);
  } finally {
    folder.setMode(name, mode);
  }
  const entry = scan.entries[at];
  if (entry?.path === path) scan.entries[at] = { ...entry, mode };
  scan.known.delete(path);
}

async function scanSubfolder(
  scan: Scan,
  parent: FolderHandle,
  name: RawPath,
  entry: TreeEntry,
): Promise<void> {
  try {
    using folder = parent.enter(name, entry.path);
    scan.entries.push(entry);
    await scanFolder(scan, folder, entry.path);
  } catch (error) {
    if (errnoOf(error) === "ENOENT") return;
    // A link or a file by now: look again.
    if (error instanceof LinkInTheWayError) await scanEntry(scan, parent, name, entry.path);
    else throw error instanceof KimiError ? error : unreadable(toShownPath(entry.path), error);
  }
}

interface SeenFile {
  readonly path: RawPath;
  readonly stats: BigIntStats;
  /** How often it was read in vain. */
  readonly readings?: number;
}

function scanFile(
  scan: Scan,
  folder: FolderHandle,
  name: RawPath,
  seen: SeenFile,
): Promise<void> | undefined {
  const { path, stats, readings = 0 } = seen;
  const cached = scan.cache.lookUp(path, stats);
  const contentHash = cached !== null && scan.sink.has(cached) ? cached : readFile(scan, folder, name, seen);
  if (contentHash === null) return scanAgain(scan, folder, name, { ...seen, readings: readings + 1 });
  scan.known.set(path, toKnownFile(stats, contentHash));
  scan.entries.push({ ...toEntry(path, stats, "file"), size: Number(stats.size), hash: contentHash });
  return undefined;
}

function readFile(scan: Scan, folder: FolderHandle, name: RawPath, { path, stats }: SeenFile): string | null {
  const { sink, fault = noFaults } = scan;
  try {
    return readContent(folder, name, stats, { sink, onRead: () => fault(`read ${path}`) });
  } catch (error) {
    throw unreadable(toShownPath(path), error);
  }
}

async function scanAgain(scan: Scan, folder: FolderHandle, name: RawPath, seen: SeenFile): Promise<void> {
  const { path, readings = 0 } = seen;
  if (readings >= maxReadings) {
    throw new KimiError(
      "workspace",
      `"${toShownPath(path)}" changed each of the ${maxReadings} times it was read: stop what writes to it, or try again`,
      { retryable: true },
    );
  }
  await setTimeout(readings * 5);
  const stats = folder.stat(name);
  await (stats?.isFile() === true
    ? scanFile(scan, folder, name, { path, stats, readings })
    : scanEntry(scan, folder, name, path));
}

function readLinkEntry(folder: FolderHandle, name: RawPath, path: RawPath, stats: BigIntStats): TreeEntry[] {
  try {
    const target = folder.readLink(name);
    const digest = hash("sha256", Buffer.from(target, "latin1"), "hex");
    return [{ ...toEntry(path, stats, "symlink"), mode: 0o777, size: target.length, hash: digest, target }];
  } catch (error) {
    if (errnoOf(error) === "ENOENT") return [];
    throw unreadable(toShownPath(path), error);
  }
}

function toEntry(path: RawPath, stats: BigIntStats, type: TreeEntry["type"]): TreeEntry {
  const mtimeUs = Number((stats.mtimeNs + 500n) / 1000n);
  return { path, type, mode: Number(stats.mode) & 0o7777, size: 0, mtimeUs, hash: null, target: null };
}

function unreadable(path: string, error: unknown): KimiError {
  return new KimiError(
    "workspace",
    `"${path}" cannot be read (${errnoOf(error) ?? String(error)}), so it could not be brought back: make it readable, or move it out of the folder`,
    { cause: error },
  );
}

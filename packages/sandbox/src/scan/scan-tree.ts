import type { BigIntStats } from "node:fs";
import { hash } from "node:crypto";
import { setTimeout } from "node:timers/promises";
import { KimiError } from "@kimi/contracts/errors";
import { findAttributeTool } from "../attributes/find-attribute-tool.ts";
import { errnoOf } from "../disk/errno-of.ts";
import { noFaults } from "../disk/fault-hook.ts";
import { FolderHandle } from "../disk/folder-handle.ts";
import { LinkInTheWayError } from "../disk/link-in-the-way-error.ts";
import { yieldNowAndThen } from "../disk/yield-now-and-then.ts";
import { type Manifest, toManifest } from "../manifest/tree-entry.ts";
import { type RawPath, toRawPath } from "../paths/raw-path.ts";
import { toShownPath } from "../paths/shown-path.ts";
import { completeEntries } from "./complete-entries.ts";
import { readContent } from "./read-content.ts";
import {
  type Scan,
  type ScanOptions,
  type SeenFile,
  lookUp,
  take,
  takeFolder,
  takeIfKnown,
  toEntry,
} from "./scan.ts";

export interface ScannedTree {
  /** Built when it is first asked for: who learns that nothing changed need not. */
  readonly manifest: Manifest;
  /** Whether everything is as the cache knew it, and nothing has gone. */
  readonly isUnchanged: boolean;
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
  const { cache, attributes = findAttributeTool() } = options;
  const startedMs = Date.now();
  using questions = attributes?.open(root) ?? null;
  const scan: Scan = {
    ...options,
    prefix: `${toRawPath(root)}/`,
    entries: [],
    leftOut: [],
    known: [],
    linked: [],
    questions,
    asked: [],
    closed: 0,
    fresh: 0,
    rest: yieldNowAndThen(),
  };
  try {
    using folder = FolderHandle.open(root);
    await scanFolder(scan, folder, "");
    await completeEntries(scan, root);
  } catch (error) {
    throw error instanceof KimiError ? error : unreadable(root, error);
  }
  const isUnchanged = scan.fresh === 0 && scan.entries.length === cache.size;
  if (!isUnchanged) cache.replace(scan.known, startedMs);
  return toScannedTree(scan, isUnchanged);
}

function toScannedTree({ entries, leftOut }: Scan, isUnchanged: boolean): ScannedTree {
  let manifest: Manifest | null = null;
  return {
    leftOut,
    isUnchanged,
    get manifest() {
      return (manifest ??= toManifest(entries));
    },
  };
}

async function scanFolder(scan: Scan, folder: FolderHandle, path: RawPath): Promise<void> {
  const known = scan.cache.folder(path);
  const inFolder = path === "" ? "" : `${path}/`;
  const prefix = scan.prefix + inFolder;
  for (const name of folder.list()) {
    if (path === "" && excludedAtRoot.has(name)) continue;
    // Awaiting only what is a promise keeps thousands of files from costing as many turns of the event loop.
    const pending = takeIfKnown(scan, prefix, known.get(name), name)
      ? scan.rest()
      : (scanEntry(scan, folder, name, inFolder + name) ?? scan.rest());
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
  if (stats.isDirectory() && !isClosed(stats)) return scanSubfolder(scan, folder, name, { path, stats });
  scan.fresh += 1;
  if (scan.opensClosed === true && isClosed(stats)) return scanClosed(scan, folder, name, { path, stats });
  if (stats.isDirectory()) return scanSubfolder(scan, folder, name, { path, stats });
  if (stats.isFile()) return scanFile(scan, folder, name, { path, stats });
  if (stats.isSymbolicLink()) readLinkEntry(scan, folder, name, { path, stats });
  else if (stats.isFIFO()) take(scan, stats, toEntry(path, stats, "fifo"));
  else {
    scan.leftOut.push(path);
    scan.fresh -= 1;
  }
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
  const [at, knownAt] = [scan.entries.length, scan.known.length];
  folder.setMode(name, mode | (stats.isDirectory() ? 0o700 : 0o400));
  scan.closed += 1;
  try {
    await scanEntry(scan, folder, name, path);
  } finally {
    scan.closed -= 1;
    folder.setMode(name, mode);
  }
  const entry = scan.entries[at];
  if (entry?.path === path) scan.entries[at] = { ...entry, mode };
  if (scan.known[knownAt]?.entry.path === path) scan.known.splice(knownAt, 1);
}

async function scanSubfolder(
  scan: Scan,
  parent: FolderHandle,
  name: RawPath,
  { path, stats }: SeenFile,
): Promise<void> {
  try {
    using folder = parent.enter(name, path);
    takeFolder(scan, name, { path, stats });
    await scanFolder(scan, folder, path);
  } catch (error) {
    if (errnoOf(error) === "ENOENT") return;
    // A link or a file by now: look again.
    if (error instanceof LinkInTheWayError) await scanEntry(scan, parent, name, path);
    else throw error instanceof KimiError ? error : unreadable(toShownPath(path), error);
  }
}

function scanFile(
  scan: Scan,
  folder: FolderHandle,
  name: RawPath,
  seen: SeenFile,
): Promise<void> | undefined {
  const { path, stats, readings = 0 } = seen;
  const contentHash = lookUp(scan, seen) ?? readFile(scan, folder, name, seen);
  if (contentHash === null) return scanAgain(scan, folder, name, { ...seen, readings: readings + 1 });
  take(scan, stats, { ...toEntry(path, stats, "file"), size: Number(stats.size), hash: contentHash });
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

function readLinkEntry(scan: Scan, folder: FolderHandle, name: RawPath, { path, stats }: SeenFile): void {
  try {
    const target = folder.readLink(name);
    const digest = hash("sha256", Buffer.from(target, "latin1"), "hex");
    const entry = toEntry(path, stats, "symlink");
    take(scan, stats, { ...entry, mode: 0o777, size: target.length, hash: digest, target });
  } catch (error) {
    if (errnoOf(error) === "ENOENT") return;
    throw unreadable(toShownPath(path), error);
  }
}

function unreadable(path: string, error: unknown): KimiError {
  return new KimiError(
    "workspace",
    `"${path}" cannot be read (${errnoOf(error) ?? String(error)}), so it could not be brought back: make it readable, or move it out of the folder`,
    { cause: error },
  );
}

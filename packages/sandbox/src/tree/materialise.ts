import { closeSync, constants, fchmodSync, fstatSync, futimesSync } from "node:fs";
import type { AttributeDump } from "../attributes/attribute-dump.ts";
import { findAttributeTool } from "../attributes/find-attribute-tool.ts";
import { FolderHandle } from "../disk/folder-handle.ts";
import { yieldNowAndThen } from "../disk/yield-now-and-then.ts";
import { linkGroups } from "../manifest/link-groups.ts";
import { type Manifest, type TreeEntry, isKnownHash } from "../manifest/tree-entry.ts";
import { writeContent } from "../manifest/write-content.ts";
import { type RawPath, nameOf, parentOf } from "../paths/raw-path.ts";
import { type KnownEntry, StatCache, tabulateWritten, toKnownEntry } from "../scan/stat-cache.ts";
import type { ContentSource } from "../store/content-source.ts";

/** A tree that was just written. */
export interface MaterialisedTree {
  /** What a scan needs in order not to read it all again. */
  readonly cache: StatCache;
  /** Whether the disk took the extended attributes; where it did not, those of the tree say nothing. */
  readonly holdsAttributes: boolean;
}

interface Making {
  readonly root: string;
  readonly source: ContentSource;
  readonly known: KnownEntry[];
  /** Names that others are linked to. */
  readonly firsts: ReadonlySet<RawPath>;
  /** Entries that are touched again when all are there: with attributes, or more than one name. */
  readonly late: TreeEntry[];
}

/** Writes a whole tree into an empty folder that nobody else knows of yet, with everything that is recorded of it. */
export async function materialise(
  root: string,
  manifest: Manifest,
  source: ContentSource,
): Promise<MaterialisedTree> {
  const rest = yieldNowAndThen();
  const firsts = new Set(linkGroups(manifest).keys());
  const making: Making = { root, source, known: [], firsts, late: [] };
  // Entries come in byte order, so those of one folder mostly follow each other: its handle is kept for them.
  let folderPath: RawPath = "";
  let folder = FolderHandle.open(root);
  try {
    for (const entry of manifest.values()) {
      if (parentOf(entry.path) !== folderPath) {
        folder[Symbol.dispose]();
        folderPath = parentOf(entry.path);
        folder = FolderHandle.openBelow(root, folderPath);
      }
      make(making, folder, entry);
      await rest();
    }
  } finally {
    folder[Symbol.dispose]();
  }
  const holdsAttributes = addAttributes(root, manifest, source);
  finishLate(making);
  closeFolders(making, manifest);
  const known = new Map(making.known.map((one) => [one.entry.path, one]));
  return { cache: new StatCache(tabulateWritten(manifest.values(), known, Date.now())), holdsAttributes };
}

function make(making: Making, folder: FolderHandle, entry: TreeEntry): void {
  const name = nameOf(entry.path);
  if (entry.type === "directory") {
    folder.makeFolder(name, entry.mode | 0o700);
    return;
  }
  const isLate = isKnownHash(entry.attributes) || entry.linkedTo !== null || making.firsts.has(entry.path);
  if (isLate) making.late.push(entry);
  if (entry.linkedTo !== null && link(making.root, folder, name, entry.linkedTo)) return;
  if (entry.type === "file") {
    const known = writeFile(folder, name, entry, making.source);
    if (!isLate) making.known.push(known);
    return;
  }
  if (entry.target === null) makeFifoAt(making.root, folder, name, entry.mode);
  else folder.makeLink(name, entry.target);
  folder.setTime(name, entry.mtimeUs);
  const stats = isLate ? null : folder.stat(name);
  if (stats !== null) making.known.push(toKnownEntry(stats, entry));
}

/** Under a name that every program can be given, then renamed. */
function makeFifoAt(root: string, folder: FolderHandle, name: RawPath, mode: number): void {
  const temporary = ".kimi_agent-fifo";
  using top = FolderHandle.open(root);
  top.makeFifo(temporary, mode);
  top.rename(temporary, folder, name);
}

/** Whether there is such a name now; not where it can have no more of them. */
function link(root: string, folder: FolderHandle, name: RawPath, linkedTo: RawPath): boolean {
  using first = FolderHandle.openBelow(root, parentOf(linkedTo));
  return first.link(nameOf(linkedTo), folder, name);
}

function writeFile(folder: FolderHandle, name: RawPath, entry: TreeEntry, source: ContentSource): KnownEntry {
  const file = folder.openFile(name, constants.O_WRONLY | constants.O_CREAT | constants.O_EXCL, 0o600);
  try {
    writeContent(entry, source, file);
    // Whoever sets attributes needs to be allowed to write.
    if (!isKnownHash(entry.attributes)) fchmodSync(file, entry.mode);
    futimesSync(file, entry.mtimeUs / 1e6, entry.mtimeUs / 1e6);
    return toKnownEntry(fstatSync(file, { bigint: true }), entry);
  } finally {
    closeSync(file);
  }
}

function addAttributes(root: string, manifest: Manifest, source: ContentSource): boolean {
  const dumps: [RawPath, AttributeDump][] = [];
  const texts = new Map<string, AttributeDump>();
  for (const { path, attributes, linkedTo } of manifest.values()) {
    if (!isKnownHash(attributes) || linkedTo !== null) continue;
    const text = texts.get(attributes) ?? Buffer.from(source.read(attributes)).toString("latin1");
    texts.set(attributes, text);
    dumps.push([path, text]);
  }
  if (dumps.length === 0) return true;
  const tool = findAttributeTool();
  if (tool === null) return false;
  try {
    using folder = FolderHandle.open(root);
    tool.add(folder, dumps);
    return true;
  } catch {
    return false;
  }
}

function finishLate({ root, late, known }: Making): void {
  for (const { path, mode } of late.filter(
    ({ type, attributes }) => type !== "symlink" && isKnownHash(attributes),
  )) {
    using folder = FolderHandle.openBelow(root, parentOf(path));
    folder.setMode(nameOf(path), mode);
  }
  // Only now, since what is done by one name of a file shows by the others too.
  for (const entry of late) {
    using folder = FolderHandle.openBelow(root, parentOf(entry.path));
    const stats = folder.stat(nameOf(entry.path));
    if (stats !== null) known.push(toKnownEntry(stats, entry));
  }
}

/** Deepest first: a folder that is closed cannot be entered, and making entries in it changes its time. */
function closeFolders({ root, known }: Making, manifest: Manifest): void {
  const folders = [...manifest.values()].filter(({ type }) => type === "directory").toReversed();
  for (const entry of folders) {
    using parent = FolderHandle.openBelow(root, parentOf(entry.path));
    const name = nameOf(entry.path);
    parent.setTime(name, entry.mtimeUs);
    if ((entry.mode | 0o700) !== entry.mode || isKnownHash(entry.attributes))
      parent.setMode(name, entry.mode);
    const stats = parent.stat(name);
    if (stats !== null) known.push(toKnownEntry(stats, entry));
  }
}

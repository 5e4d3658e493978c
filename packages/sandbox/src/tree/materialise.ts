import { KimiError } from "@kimi/contracts/errors";
import type { AttributeDump } from "../attributes/attribute-dump.ts";
import { findAttributeTool } from "../attributes/find-attribute-tool.ts";
import { FolderHandle } from "../disk/folder-handle.ts";
import { LastFolder } from "../disk/last-folder.ts";
import { yieldNowAndThen } from "../disk/yield-now-and-then.ts";
import { linkGroups } from "../manifest/link-groups.ts";
import { type Manifest, type TreeEntry, isKnownHash } from "../manifest/tree-entry.ts";
import { type RawPath, nameOf, parentOf } from "../paths/raw-path.ts";
import { toShownPath } from "../paths/shown-path.ts";
import { type KnownEntry, StatCache, tabulateWritten, toKnownEntry } from "../scan/stat-cache.ts";
import type { BlobReader } from "../store/blob-reader.ts";
import type { ContentSource } from "../store/content-source.ts";
import { writeFile } from "./write-batch.ts";
import { writeFiles } from "./write-files.ts";

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
  source: BlobReader,
): Promise<MaterialisedTree> {
  const rest = yieldNowAndThen();
  const firsts = new Set(linkGroups(manifest).keys());
  const making: Making = { root, source, known: [], firsts, late: [] };
  const entries = [...manifest.values()];
  using folders = new LastFolder(root);
  for (const entry of entries) {
    if (entry.type !== "file") make(making, folderOf(folders, entry), entry);
    await rest();
  }
  const files = entries.filter(({ type, linkedTo }) => type === "file" && linkedTo === null);
  for (const [entry, seen] of await writeFiles(root, files, { source, rest })) {
    if (isLate(making, entry)) making.late.push(entry);
    else making.known.push({ entry, seen, hasSeveralNames: false });
  }
  for (const entry of entries)
    if (entry.type === "file" && entry.linkedTo !== null) makeLink(making, folderOf(folders, entry), entry);
  const holdsAttributes = addAttributes(root, manifest, source);
  finishLate(making);
  closeFolders(making, manifest);
  const known = new Map(making.known.map((one) => [one.entry.path, one]));
  return { cache: new StatCache(tabulateWritten(manifest.values(), known, Date.now())), holdsAttributes };
}

function folderOf(folders: LastFolder, { path }: TreeEntry): FolderHandle {
  const folder = folders.open(parentOf(path));
  if (folder !== null) return folder;
  throw new KimiError(
    "workspace",
    `the folder of "${toShownPath(path)}" in a tree that is being made is gone: somebody deletes what is below KIMI_AGENT_HOME`,
  );
}

function isLate({ firsts }: Making, { path, attributes, linkedTo }: TreeEntry): boolean {
  return isKnownHash(attributes) || linkedTo !== null || firsts.has(path);
}

function make(making: Making, folder: FolderHandle, entry: TreeEntry): void {
  const name = nameOf(entry.path);
  if (entry.type === "directory") {
    folder.makeFolder(name, entry.mode | 0o700);
    return;
  }
  const comesLate = isLate(making, entry);
  if (comesLate) making.late.push(entry);
  if (entry.linkedTo !== null && link(making.root, folder, name, entry.linkedTo)) return;
  if (entry.target === null) makeFifoAt(making.root, folder, name, entry.mode);
  else folder.makeLink(name, entry.target);
  folder.setTime(name, entry.mtimeUs);
  const stats = comesLate ? null : folder.stat(name);
  if (stats !== null) making.known.push(toKnownEntry(stats, entry));
}

/** One more name of a file that is there; a copy where that can have no more of them. */
function makeLink({ root, source, late }: Making, folder: FolderHandle, entry: TreeEntry): void {
  late.push(entry);
  if (!link(root, folder, nameOf(entry.path), entry.linkedTo ?? "")) writeFile(folder, entry, source);
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

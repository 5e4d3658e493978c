import type { Stats } from "node:fs";
import { KimiError } from "@kimi/contracts/errors";
import type { AttributeDump } from "../attributes/attribute-dump.ts";
import { findAttributeTool } from "../attributes/find-attribute-tool.ts";
import { FolderHandle } from "../disk/folder-handle.ts";
import { LastFolder } from "../disk/last-folder.ts";
import { yieldNowAndThen } from "../disk/yield-now-and-then.ts";
import { type TreeEntry, isKnownHash } from "../manifest/tree-entry.ts";
import { type RawPath, nameOf, parentOf } from "../paths/raw-path.ts";
import { toShownPath } from "../paths/shown-path.ts";
import { type Seen, lookOf } from "../scan/seen.ts";
import { StatCache } from "../scan/stat-cache.ts";
import { type StatTable, mark } from "../scan/stat-table.ts";
import type { SecondThread } from "../second-thread/second-thread.ts";
import type { BlobReader } from "../store/blob-reader.ts";
import { type TreePlan, forgetRacy, noteMark, noteSeen } from "./tree-plan.ts";
import type { Twin } from "./twin.ts";
import { writeFile } from "./write-file.ts";
import { writeFiles } from "./write-files.ts";

/** A tree that was just written. */
export interface MaterialisedTree {
  /** What a scan needs in order not to read it all again. */
  readonly cache: StatCache;
  /** Whether the disk took the extended attributes; where it did not, those of the tree say nothing. */
  readonly holdsAttributes: boolean;
}

export interface MaterialiseOptions {
  readonly source: BlobReader;
  /** Writes files as well; `null` for one thread. */
  readonly second: SecondThread | null;
  /** What files may share their contents with; `null` for nothing. */
  readonly twin: Twin | null;
}

interface Making extends TreePlan {
  readonly root: string;
  readonly source: BlobReader;
}

/** Writes a whole tree into an empty folder that nobody else knows of yet, with everything that is recorded of it. */
export async function materialise(
  root: string,
  plan: TreePlan,
  { source, second, twin }: MaterialiseOptions,
): Promise<MaterialisedTree> {
  const rest = yieldNowAndThen();
  const making: Making = { ...plan, root, source };
  await makeFolders(making, rest);
  await writeFiles({ ...making, second, twin, rest });
  makeOthers(making);
  const holdsAttributes = addAttributes(making);
  finishSpecial(making);
  closeFolders(making);
  forgetRacy(plan.table, touch(root));
  return { cache: new StatCache(plan.table), holdsAttributes };
}

async function makeFolders(
  { root, table, folders }: Making,
  rest: () => Promise<void> | undefined,
): Promise<void> {
  using open = new LastFolder(root);
  for (const at of folders) {
    const { path, mode } = table.entry(at);
    folderOf(open, path).makeFolder(nameOf(path), mode | 0o700);
    await rest();
  }
}

function folderOf(folders: LastFolder, path: RawPath): FolderHandle {
  const folder = folders.open(parentOf(path));
  if (folder !== null) return folder;
  throw new KimiError(
    "workspace",
    `the folder of "${toShownPath(path)}" in a tree that is being made is gone: somebody deletes what is below KIMI_AGENT_HOME`,
  );
}

/** What is neither folder nor file; and, once the first is there, the other names of whatever has several. */
function makeOthers(making: Making): void {
  const { root, table, special } = making;
  using folders = new LastFolder(root);
  for (const { at, entry } of special) {
    if (entry.linkedTo !== null || entry.type === "file" || entry.type === "directory") continue;
    const folder = folderOf(folders, entry.path);
    makeOther(root, folder, entry);
    see(table, at, folder.look(nameOf(entry.path)));
  }
  for (const { entry } of special)
    if (entry.linkedTo !== null) makeLinked(making, folderOf(folders, entry.path), entry);
}

function makeOther(root: string, folder: FolderHandle, { path, target, mode, mtimeUs }: TreeEntry): void {
  const name = nameOf(path);
  if (target === null) makeFifoAt(root, folder, name, mode);
  else folder.makeLink(name, target);
  folder.setTime(name, mtimeUs);
}

/** One more name of what is there; a copy where that can have no more of them. */
function makeLinked({ root, source }: Making, folder: FolderHandle, entry: TreeEntry): void {
  if (link(root, folder, nameOf(entry.path), entry.linkedTo ?? "")) return;
  if (entry.type === "file") writeFile(folder, entry, source);
  else makeOther(root, folder, entry);
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

function addAttributes({ root, special, source }: Making): boolean {
  const dumps: [RawPath, AttributeDump][] = [];
  const texts = new Map<string, AttributeDump>();
  for (const { entry } of special) {
    const { path, attributes, linkedTo } = entry;
    if (!isKnownHash(attributes) || linkedTo !== null) continue;
    const text = texts.get(attributes) ?? source.read(attributes).toString("latin1");
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

/** Modes that had to wait for attributes; and a look at all that may have changed after it was made. */
function finishSpecial({ root, table, special }: Making): void {
  const others = special.filter(({ entry }) => entry.type !== "directory");
  using folders = new LastFolder(root);
  for (const { entry } of others)
    if (isKnownHash(entry.attributes) && entry.type !== "symlink")
      folderOf(folders, entry.path).setMode(nameOf(entry.path), entry.mode);
  // Only now, since what is done by one name of a file shows by the others too.
  for (const { at, entry } of others) {
    const stats = folderOf(folders, entry.path).look(nameOf(entry.path));
    see(table, at, stats);
    if (stats !== null && stats.nlink > 1) noteMark(table, at, mark.severalNames);
  }
}

/** Deepest first: a folder that is closed cannot be entered, and making entries in it changes its time. */
function closeFolders({ root, table, folders }: Making): void {
  using open = new LastFolder(root);
  for (const at of folders.toReversed()) {
    const { path, mode, mtimeUs, attributes } = table.entry(at);
    const folder = folderOf(open, path);
    const name = nameOf(path);
    folder.setTime(name, mtimeUs);
    if ((mode | 0o700) !== mode || isKnownHash(attributes)) folder.setMode(name, mode);
    see(table, at, folder.look(name));
  }
}

function see(table: StatTable, at: number, stats: Stats | null): void {
  if (stats !== null) noteSeen(table, at, lookOf(stats));
}

/** Changes the root, which no snapshot holds, and looks at it. */
function touch(root: string): Seen {
  using folder = FolderHandle.open(root);
  folder.setMode(".", 0o700);
  const stats = folder.look(".");
  if (stats !== null) return lookOf(stats);
  throw new KimiError(
    "workspace",
    "a tree that is being made is gone: somebody deletes what is below KIMI_AGENT_HOME",
  );
}

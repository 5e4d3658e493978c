import type { BigIntStats } from "node:fs";
import { errnoOf } from "../disk/errno-of.ts";
import { FolderHandle } from "../disk/folder-handle.ts";
import { LazyFolder } from "../disk/lazy-folder.ts";
import { LinkInTheWayError } from "../disk/link-in-the-way-error.ts";
import { type RawPath, nameOf, parentOf } from "../paths/raw-path.ts";
import { toShownPath } from "../paths/shown-path.ts";
import type { ContentReading } from "./content-reading.ts";
import { type Draft, type FileRun, type Item, addRun } from "./draft.ts";
import type { Changed } from "./find-changed.ts";
import { type FolderPlace, knownNames, listNames } from "./list-names.ts";
import { readNow } from "./read-now.ts";
import type { ScanOptions } from "./scan-options.ts";
import { type Seer, seeEntry, seeFile, seeLink, toEntry } from "./see-entry.ts";
import { sameSeen, toSeen } from "./seen.ts";
import { type StatTable, mark } from "./stat-table.ts";
import { unreadable } from "./unreadable.ts";

/** A look through a tree that is under way. */
export interface Walk extends Seer, Pick<ScanOptions, "opensClosed" | "fault" | "sink"> {
  readonly root: string;
  readonly table: StatTable;
  readonly changed: Changed;
  /** Entries that must be drafted though they are as they were, and with them the folders they are in. */
  readonly mustDraft: Changed;
  readonly leftOut: RawPath[];
  /** Takes files whose contents are still to be read. */
  readonly reading: Pick<ContentReading, "add">;
  closed: number;
  readonly readsNow: boolean;
  readonly rest: () => Promise<void> | undefined;
}

/** One entry as the walk comes upon it. `knownAt`: where the table has it; `null` when it has not. */
interface Found {
  readonly name: RawPath;
  readonly path: RawPath;
  readonly knownAt: number | null;
}

/** An open folder, opened when it is first needed. */
type OpenFolder = () => FolderHandle;

/** Goes through a tree, taking over what is as it was. Files that are not are listed, to be read later. */
export async function walkTree(walk: Walk): Promise<readonly Item[]> {
  using root = FolderHandle.openReal(walk.root);
  return await walkFolder(walk, () => root, { path: "", knownAt: -1, isListed: true });
}

async function walkFolder(walk: Walk, open: OpenFolder, place: FolderPlace): Promise<readonly Item[]> {
  const items: Item[] = [];
  const prefix = place.path === "" ? "" : `${place.path}/`;
  const names = place.isListed ? listNames(walk.table, open(), place) : knownNames(walk.table, place);
  for (const { name, knownAt, isFile } of names) {
    if (isFile && knownAt === null && !isReadNow(walk)) addRun(items, addFile(walk, place.path, name));
    else {
      const item = takeOver(walk, items, knownAt);
      if (item === "taken") continue;
      const found = { name, path: prefix + name, knownAt };
      const draft =
        knownAt !== null && item === "as it was"
          ? draftKnown(walk, open, { ...found, knownAt })
          : draftFresh(walk, open(), found);
      const made = draft instanceof Promise ? await draft : draft;
      if (made?.kind === "files") addRun(items, made);
      else if (made !== null) items.push(made);
    }
    const pause = walk.rest();
    if (pause !== undefined) await pause;
  }
  return items;
}

/** Lists a file, to be read with what it looks like. */
function addFile({ preflight, questions, reading }: Walk, folder: RawPath, name: RawPath): FileRun {
  preflight?.count();
  questions?.ask(folder === "" ? name : `${folder}/${name}`);
  return reading.add(folder, name);
}

/** Whether files are read as they are come upon, and not together with others. */
function isReadNow({ closed, readsNow }: Walk): boolean {
  return readsNow || closed > 0;
}

/** Takes over an entry with all that is below it where nothing has changed. */
function takeOver(
  { table, changed, mustDraft }: Walk,
  items: Item[],
  at: number | null,
): "taken" | "as it was" | "changed" {
  if (at === null || changed.has(at)) return "changed";
  const end = table.end(at);
  if (mustDraft.hasAny(at, end) || (end > at + 1 && changed.hasAny(at, end))) return "as it was";
  const last = items.at(-1);
  if (last?.kind === "kept" && last.to === at) last.to = end;
  else items.push({ kind: "kept", from: at, to: end });
  return "taken";
}

/** An entry that is as it was, though something below it is not. */
function draftKnown(
  walk: Walk,
  open: OpenFolder,
  { name, path, knownAt }: Found & { readonly knownAt: number },
): Draft | Promise<Made> {
  const { table } = walk;
  const marks = (table.columns.marks[knownAt] ?? 0) & (mark.severalNames | mark.contentMissing | mark.listed);
  const draft = {
    kind: "draft",
    entry: table.entry(knownAt, path),
    seen: table.seen(knownAt),
    marks,
    isFresh: false,
  } as const;
  if (!table.isFolder(knownAt)) return { ...draft, items: null };
  return walkKnownFolder();
  async function walkKnownFolder(): Promise<Made> {
    try {
      using lazy = new LazyFolder(() => open().enter(name, path));
      const items = await walkFolder(walk, () => lazy.open(), { path, knownAt, isListed: false });
      return { ...draft, items };
    } catch (error) {
      // Gone, or something else by now: look again.
      if (errnoOf(error) !== "ENOENT" && !(error instanceof LinkInTheWayError)) throw error;
      return await draftFresh(walk, open(), { name, path, knownAt });
    }
  }
}

/** What becomes of an entry: `null` for nothing. */
type Made = Draft | FileRun | null;

function draftFresh(walk: Walk, folder: FolderHandle, found: Found): Made | Promise<Made> {
  const stats = folder.stat(found.name);
  if (stats === null) return null;
  if (isClosed(stats) && walk.opensClosed === true) return draftClosed(walk, folder, found, stats);
  if (stats.isDirectory()) return draftFolder(walk, folder, found, stats);
  if (stats.isFile()) return draftFile(walk, folder, found, stats);
  if (stats.isSymbolicLink()) return seeLink(walk, folder, found, stats);
  if (stats.isFIFO()) return seeEntry(walk, stats, toEntry(found.path, stats, "fifo"));
  walk.leftOut.push(found.path);
  return null;
}

function isClosed(stats: BigIntStats): boolean {
  const needed = stats.isDirectory() ? 0o500 : 0o400;
  return (stats.isDirectory() || stats.isFile()) && (Number(stats.mode) & needed) !== needed;
}

/** Opens it for as long as it is read. Its time of change is ours then, and tells nothing. */
async function draftClosed(
  walk: Walk,
  folder: FolderHandle,
  found: Found,
  stats: BigIntStats,
): Promise<Made> {
  const mode = Number(stats.mode) & 0o7777;
  folder.setMode(found.name, mode | (stats.isDirectory() ? 0o700 : 0o400));
  walk.closed += 1;
  try {
    const opened = await draftFresh(walk, folder, found);
    if (opened?.kind !== "draft") return opened;
    return { ...opened, entry: { ...opened.entry, mode }, seen: { ...opened.seen, ctimeMs: Number.NaN } };
  } finally {
    walk.closed -= 1;
    folder.setMode(found.name, mode);
  }
}

async function draftFolder(
  walk: Walk,
  parent: FolderHandle,
  found: Found,
  stats: BigIntStats,
): Promise<Made> {
  const { name, path, knownAt } = found;
  const made = seeEntry(walk, stats, toEntry(path, stats, "directory"));
  const leftOutBefore = walk.leftOut.length;
  try {
    using folder = parent.enter(name, path);
    const isKnown = knownAt !== null && walk.table.isFolder(knownAt);
    const items = await walkFolder(walk, () => folder, {
      path,
      knownAt: isKnown ? knownAt : null,
      isListed: true,
    });
    const marks = walk.leftOut.length > leftOutBefore ? mark.listed : 0;
    return { ...made, items, marks };
  } catch (error) {
    if (errnoOf(error) === "ENOENT") return null;
    // A link or a file by now: look again.
    if (error instanceof LinkInTheWayError) return await draftFresh(walk, parent, found);
    throw unreadable(toShownPath(path), error);
  }
}

function draftFile(walk: Walk, folder: FolderHandle, found: Found, stats: BigIntStats): Made | Promise<Made> {
  const { table, sink } = walk;
  const { knownAt, path, name } = found;
  // The first look went by the path; this one is careful, and may see that all is as it was.
  const isAsKnown =
    knownAt !== null &&
    !table.has(knownAt, mark.contentMissing) &&
    sameSeen(table.seen(knownAt), toSeen(stats));
  const known = isAsKnown ? table.hash(knownAt) : null;
  if (known !== null && sink.has(known)) {
    const seen = seeFile(walk, path, stats);
    return { ...seen, entry: { ...seen.entry, hash: known } };
  }
  // What is open for a moment only is read at once.
  return isReadNow(walk) ? readFile(walk, folder, found, stats) : addFile(walk, parentOf(path), name);
}

/** Reads a file however it changes in the meantime. */
function readFile(walk: Walk, folder: FolderHandle, found: Found, stats: BigIntStats): Promise<Draft | null> {
  const lookAgain = async (): Promise<Draft | null> => {
    const now = folder.stat(found.name);
    return now?.isFile() === true ? seeFile(walk, found.path, now) : await draftNow(walk, folder, found);
  };
  const seen = seeFile(walk, found.path, stats);
  return readNow(folder, seen, { sink: walk.sink, fault: walk.fault, lookAgain });
}

/** A draft with all that belongs to it, contents included. */
async function draftNow(walk: Walk, folder: FolderHandle, found: Found): Promise<Draft | null> {
  const made = await draftFresh({ ...walk, readsNow: true }, folder, found);
  return made?.kind === "draft" ? made : null;
}

/** Looks at a file that the walk has come upon, and reads it, however it changes in the meantime; `null` when nothing is in its place. */
export async function readAlone(walk: Walk, path: RawPath): Promise<Draft | null> {
  try {
    using folder = FolderHandle.openBelow(walk.root, parentOf(path));
    return await draftNow(walk, folder, { name: nameOf(path), path, knownAt: null });
  } catch (error) {
    if (errnoOf(error) === "ENOENT" || error instanceof LinkInTheWayError) return null;
    throw unreadable(toShownPath(path), error);
  }
}

import type { RecordedChild } from "../manifest/folder-record.ts";
import { type Manifest, type TreeEntry, toManifest } from "../manifest/tree-entry.ts";
import type { RawPath } from "../paths/raw-path.ts";
import { type StatTable, mark } from "../scan/stat-table.ts";

/** A recorded tree that is read folder by folder. */
export interface RecordedFolders {
  readonly rootId: string;
  /** The children of the folder at `path`, whose record is `id`. @throws KimiError `workspace` when that is damaged. */
  children(id: string, path: RawPath): readonly RecordedChild[];
}

/** Two trees, as far as they differ: alike folders are left out, so that comparing costs what has changed. */
export interface DifferingParts {
  readonly from: Manifest;
  readonly to: Manifest;
}

/** Where a tree as it is differs from a recorded one. */
export function differingFromRecord(table: StatTable, recorded: RecordedFolders): DifferingParts {
  const hasLinks = table.hasAny(mark.linked);
  return collectAll(sideOfTable(table), sideOfRecord(recorded), hasLinks);
}

/** Where one recorded tree differs from another. */
export function differingRecords(from: RecordedFolders, to: RecordedFolders): DifferingParts {
  return collectAll(sideOfRecord(from), sideOfRecord(to), false);
}

/** Of hard links every name is needed, and the first of them says nothing of the others: its folder may be alike. */
function collectAll<A, B>(a: Side<A>, b: Side<B>, hasLinks: boolean): DifferingParts {
  if (hasLinks) return collect(a, b, true);
  const parts = collect(a, b, false);
  const isLinked = [...parts.from.values(), ...parts.to.values()].some(({ linkedTo }) => linkedTo !== null);
  return isLinked ? collect(a, b, true) : parts;
}

/** One of the trees; `F` is what it calls a folder. */
interface Side<F> {
  readonly root: F;
  /** What is alike for folders that are alike in every respect; `null` where that is not known. */
  idOf(folder: F): string | null;
  children(folder: F, path: RawPath): Iterable<{ readonly entry: TreeEntry; readonly folder: F | null }>;
}

function sideOfTable(table: StatTable): Side<number> {
  return {
    root: -1,
    idOf: (at) => table.columns.summaries.get(at)?.id ?? null,
    *children(at) {
      for (const child of table.children(at))
        yield { entry: table.entry(child), folder: table.isFolder(child) ? child : null };
    },
  };
}

function sideOfRecord(recorded: RecordedFolders): Side<string> {
  return {
    root: recorded.rootId,
    idOf: (id) => id,
    children: (id, path) =>
      recorded.children(id, path).map(({ entry, recordId }) => ({ entry, folder: recordId })),
  };
}

function collect<A, B>(a: Side<A>, b: Side<B>, isWhole: boolean): DifferingParts {
  const from: TreeEntry[] = [];
  const to: TreeEntry[] = [];
  /** `null` where one of the trees has no such folder. */
  const visit = (path: RawPath, inA: A | null, inB: B | null): void => {
    if (!isWhole && inA !== null && inB !== null && a.idOf(inA) === b.idOf(inB)) return;
    const subfolders = new Map<RawPath, { inA: A | null; inB: B | null }>();
    for (const { entry, folder } of inA === null ? [] : a.children(inA, path)) {
      from.push(entry);
      if (folder !== null) subfolders.set(entry.path, { inA: folder, inB: null });
    }
    for (const { entry, folder } of inB === null ? [] : b.children(inB, path)) {
      to.push(entry);
      if (folder !== null)
        subfolders.set(entry.path, { inA: subfolders.get(entry.path)?.inA ?? null, inB: folder });
    }
    for (const [subpath, folder] of subfolders) visit(subpath, folder.inA, folder.inB);
  };
  visit("", a.root, b.root);
  return { from: toManifest(from), to: toManifest(to) };
}

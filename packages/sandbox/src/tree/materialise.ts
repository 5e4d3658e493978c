import { closeSync, constants, fchmodSync, fstatSync, futimesSync } from "node:fs";
import { FolderHandle } from "../disk/folder-handle.ts";
import { yieldNowAndThen } from "../disk/yield-now-and-then.ts";
import type { Manifest, TreeEntry } from "../manifest/tree-entry.ts";
import { type RawPath, nameOf, parentOf } from "../paths/raw-path.ts";
import { type KnownEntry, StatCache, tabulateWritten } from "../scan/stat-cache.ts";
import { toSeen } from "../scan/seen.ts";
import type { ContentSource } from "../store/content-source.ts";

/**
 * Writes a whole tree into an empty folder that nobody else knows of yet, modes and times included.
 * Returns what a scan needs in order not to read it all again.
 */
export async function materialise(
  root: string,
  manifest: Manifest,
  source: ContentSource,
): Promise<StatCache> {
  const rest = yieldNowAndThen();
  const known: KnownEntry[] = [];
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
      make(root, folder, entry, { source, known });
      await rest();
    }
  } finally {
    folder[Symbol.dispose]();
  }
  closeFolders(root, manifest);
  return new StatCache(
    tabulateWritten(manifest.values(), new Map(known.map((one) => [one.entry.path, one])), Date.now()),
  );
}

function make(
  root: string,
  folder: FolderHandle,
  entry: TreeEntry,
  { source, known }: { readonly source: ContentSource; readonly known: KnownEntry[] },
): void {
  const name = nameOf(entry.path);
  if (entry.type === "directory") folder.makeFolder(name, entry.mode | 0o700);
  else if (entry.type === "file") known.push(writeFile(folder, name, entry, source));
  else {
    if (entry.target === null) makeFifoAt(root, folder, name, entry.mode);
    else folder.makeLink(name, entry.target);
    folder.setTime(name, entry.mtimeUs);
  }
}

function writeFile(folder: FolderHandle, name: RawPath, entry: TreeEntry, source: ContentSource): KnownEntry {
  const contentHash = entry.hash ?? "";
  const file = folder.openFile(name, constants.O_WRONLY | constants.O_CREAT | constants.O_EXCL, 0o600);
  try {
    source.writeTo(contentHash, file);
    fchmodSync(file, entry.mode);
    futimesSync(file, entry.mtimeUs / 1e6, entry.mtimeUs / 1e6);
    const stats = fstatSync(file, { bigint: true });
    return { entry, seen: toSeen(stats), hasSeveralNames: stats.nlink > 1n };
  } finally {
    closeSync(file);
  }
}

/** Under a name that every program can be given, then renamed. */
function makeFifoAt(root: string, folder: FolderHandle, name: RawPath, mode: number): void {
  const temporary = ".kimi_agent-fifo";
  using top = FolderHandle.open(root);
  top.makeFifo(temporary, mode);
  top.rename(temporary, folder, name);
}

/** Deepest first: a folder that is closed cannot be entered, and making entries in it changes its time. */
function closeFolders(root: string, manifest: Manifest): void {
  const folders = [...manifest.values()].filter(({ type }) => type === "directory").toReversed();
  for (const { path, mode, mtimeUs } of folders) {
    using parent = FolderHandle.openBelow(root, parentOf(path));
    parent.setTime(nameOf(path), mtimeUs);
    if ((mode | 0o700) !== mode) parent.setMode(nameOf(path), mode);
  }
}

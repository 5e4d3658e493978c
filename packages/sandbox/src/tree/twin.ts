import { FolderHandle } from "../disk/folder-handle.ts";
import { LastFolder } from "../disk/last-folder.ts";
import type { TreeEntry } from "../manifest/tree-entry.ts";
import { parentOf } from "../paths/raw-path.ts";
import type { Seen } from "../scan/seen.ts";
import type { StatTable } from "../scan/stat-table.ts";
import { cloneFile, worthCloning } from "./clone-file.ts";
import { type PlannedFiles, isWritten, tableOf } from "./planned-files.ts";

/** A tree on disk that held, when it was looked at last, just what is to be made: the target of a run. Plain data. */
export interface Twin {
  readonly root: string;
  /** Of the table of what was seen. */
  readonly columns: PlannedFiles["columns"];
}

/**
 * The twin, where the disk lets a file in `folder` share the content of one of its files, which is found out with the
 * first that is worth it; `null` anywhere else, and where there is no such file.
 */
export function findTwin(root: string, table: StatTable, folder: string): Twin | null {
  for (let at = 0; at < table.count; at += 1) {
    if (!isWorthIt(table, at)) continue;
    const { summaries: _, ...columns } = table.columns;
    const twin = { root, columns };
    using place = FolderHandle.open(folder);
    using open = new OpenTwin(twin);
    const entry = { ...table.entry(at), path: "shared" };
    if (open.cloneTo(place, entry, at) === null) return null;
    place.unlink(entry.path);
    return twin;
  }
  return null;
}

/** A twin in use: its last folder stays open. */
export class OpenTwin implements Disposable {
  readonly #table: StatTable;
  readonly #folders: LastFolder;

  constructor(twin: Twin) {
    this.#table = tableOf(twin);
    this.#folders = new LastFolder(twin.root);
  }

  /** As {@link cloneFile} does, from the entry at the same place. */
  cloneTo(folder: FolderHandle, entry: TreeEntry, at: number): Seen | null {
    if (!isWorthIt(this.#table, at) || this.#table.hash(at) !== entry.hash) return null;
    const path = this.#table.path(at);
    const from = this.#folders.open(parentOf(path));
    return from === null
      ? null
      : cloneFile(folder, entry, { folder: from, path, seen: this.#table.seen(at) });
  }

  [Symbol.dispose](): void {
    this.#folders[Symbol.dispose]();
  }
}

function isWorthIt(table: StatTable, at: number): boolean {
  return table.size(at) >= worthCloning && isWritten(table, at);
}

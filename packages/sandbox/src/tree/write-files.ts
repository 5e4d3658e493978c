import { FolderHandle } from "../disk/folder-handle.ts";
import { parentOf } from "../paths/raw-path.ts";
import type { StatTable } from "../scan/stat-table.ts";
import type { SecondThread } from "../second-thread/second-thread.ts";
import type { BlobReader } from "../store/blob-reader.ts";
import { isWritten, planFiles } from "./planned-files.ts";
import { isSeen, noteSeen } from "./tree-plan.ts";
import type { Twin } from "./twin.ts";
import { writeFile } from "./write-file.ts";
import { stopWriting, writePieces } from "./write-pieces.ts";

export interface WriteFilesRequest {
  readonly root: string;
  /** Of a tree whose folders are there; how each file looks is filled in. */
  readonly table: StatTable;
  readonly source: BlobReader;
  /** Does its share of the work; `null` for one thread. */
  readonly second: SecondThread | null;
  /** What files may share their contents with; `null` for nothing. */
  readonly twin: Twin | null;
  readonly rest: () => Promise<void> | undefined;
}

/** Writes the files of a tree, but for further names of a file. @throws as {@link writeFile} does. */
export async function writeFiles(request: WriteFilesRequest): Promise<void> {
  const { root, table, source, second, twin, rest } = request;
  const files = planFiles({ root, packs: source.folder, twin, table });
  const writeHere = async (): Promise<void> => {
    try {
      for (const _ of writePieces(files, table, source, "front")) await rest();
    } finally {
      stopWriting(files);
    }
  };
  const shares = second === null ? [writeHere()] : [second.write(files), writeHere()];
  // Both are waited for in any case, since what there is of a tree that could not be made is deleted.
  await Promise.allSettled(shares);
  await Promise.all(shares);
  for (let at = 0; at < table.count; at += 1)
    if (!isSeen(table, at) && isWritten(table, at)) writeAlone(root, table, at, source);
}

/** Once more, for its error. */
function writeAlone(root: string, table: StatTable, at: number, source: BlobReader): void {
  const entry = table.entry(at);
  using folder = FolderHandle.openBelow(root, parentOf(entry.path));
  noteSeen(table, at, writeFile(folder, entry, source));
}

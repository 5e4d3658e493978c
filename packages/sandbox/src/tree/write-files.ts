import { FolderHandle } from "../disk/folder-handle.ts";
import type { TreeEntry } from "../manifest/tree-entry.ts";
import { parentOf } from "../paths/raw-path.ts";
import type { Seen } from "../scan/seen.ts";
import { SecondThread } from "../second-thread/second-thread.ts";
import { toBatches } from "../second-thread/to-batches.ts";
import type { BlobReader } from "../store/blob-reader.ts";
import { type WriteBatch, writeBatch, writeFile } from "./write-batch.ts";

/** Below this, starting a second thread costs more than it saves. */
const worthSecondThread = 4;

export interface WriteFilesOptions {
  readonly source: BlobReader;
  readonly rest: () => Promise<void> | undefined;
}

/** Writes files into a tree whose folders are there, many of them in two threads. Returns how each looks now. */
export async function writeFiles(
  root: string,
  entries: readonly TreeEntry[],
  { source, rest }: WriteFilesOptions,
): Promise<ReadonlyMap<TreeEntry, Seen>> {
  const written = new Map<TreeEntry, Seen>();
  const batches = toBatches(entries, ({ size }) => size);
  using second = batches.length >= worthSecondThread ? SecondThread.start() : null;
  const next = batches[Symbol.iterator]();
  type Write = (batch: WriteBatch) => ReturnType<typeof writeBatch> | Promise<ReturnType<typeof writeBatch>>;
  const take = async (write: Write): Promise<void> => {
    for (const batch of next) {
      const files = batch.map((entry) => ({ entry, place: source.find(entry.hash ?? "") }));
      const answer = write({ root, files });
      const seen = answer instanceof Promise ? await answer : answer;
      for (const [at, entry] of batch.entries())
        written.set(entry, seen[at] ?? writeAlone(root, entry, source));
      await rest();
    }
  };
  const here = take(writeBatch);
  await Promise.all(second === null ? [here] : [take((batch) => second.write(batch)), here]);
  return written;
}

/** Once more, for its error. */
function writeAlone(root: string, entry: TreeEntry, source: BlobReader): Seen {
  using folder = FolderHandle.openBelow(root, parentOf(entry.path));
  return writeFile(folder, entry, source);
}

import { type FaultHook, noFaults } from "../disk/fault-hook.ts";
import type { ContentSink } from "../store/content-sink.ts";
import type { Draft } from "./draft.ts";
import { type Batch, type ReadBatch, readBatch } from "./read-batch.ts";
import { largeBytes } from "./read-content.ts";
import { startSecondThread } from "../second-thread/start-second-thread.ts";
import { makeSlab, toBatches } from "../second-thread/to-batches.ts";

/** Below this, starting a second thread costs more than it saves. */
const worthSecondThread = 4;

export interface ReadUnreadOptions {
  readonly root: string;
  readonly sink: ContentSink;
  readonly fault?: FaultHook | undefined;
  /** Reads a file by itself: one that is large, or did not stay as it was. */
  readonly readAlone: (draft: Draft) => Promise<Draft | null>;
  readonly rest: () => Promise<void> | undefined;
}

/** Reads the contents of files that a walk has seen, many small ones in two threads, and fills in their hashes. */
export async function readUnread(unread: readonly Draft[], options: ReadUnreadOptions): Promise<void> {
  const alone = unread.filter(({ seen }) => seen.size >= largeBytes);
  const batches = toBatches(
    unread.filter(({ seen }) => seen.size < largeBytes),
    ({ seen }) => seen.size,
  );
  const { fault = noFaults } = options;
  // Faults happen here alone.
  const isShared = batches.length >= worthSecondThread && fault === noFaults;
  using second = isShared ? await startSecondThread() : null;
  const next = batches[Symbol.iterator]();
  const take = async (read: (batch: Batch) => ReadBatch | Promise<ReadBatch>): Promise<void> => {
    let slab = makeSlab();
    for (const drafts of next) {
      const files = drafts.map(({ entry, seen }) => ({ path: entry.path, seen }));
      const answer = read({ root: options.root, files, slab });
      const done = answer instanceof Promise ? await answer : answer;
      slab = done.slab;
      alone.push(...fillIn(drafts, done, options.sink));
      await options.rest();
    }
  };
  const onRead = (path: string): void => fault(`read ${path}`);
  const here = take((batch) => readBatch(batch, onRead));
  await Promise.all(second === null ? [here] : [take((batch) => second.read(batch)), here]);
  for (const draft of alone) draft.replacement = await options.readAlone(draft);
}

/** Returns those that must be read again. */
function fillIn(drafts: readonly Draft[], { slab, pieces }: ReadBatch, sink: ContentSink): readonly Draft[] {
  sink.addAll(
    slab,
    pieces.filter((piece) => piece !== null),
  );
  return drafts.filter((draft, at) => {
    const piece = pieces[at] ?? null;
    if (piece !== null) draft.entry = { ...draft.entry, hash: piece.hash };
    return piece === null;
  });
}

import { type FaultHook, noFaults } from "../disk/fault-hook.ts";
import { SecondThread } from "../second-thread/second-thread.ts";
import type { ContentSink } from "../store/content-sink.ts";
import type { Draft } from "./draft.ts";
import { FileBatch } from "./file-batch.ts";
import { makeSlab, slabBytes } from "./make-slab.ts";
import { readBatch } from "./read-batch.ts";

/** Below this many batches, starting a second thread costs more than it saves. */
const worthSecondThread = 4;
const batchFiles = 256;

export interface ContentReadingOptions {
  readonly root: string;
  readonly sink: ContentSink;
  readonly fault?: FaultHook | undefined;
  readonly rest: () => Promise<void> | undefined;
  /** Called before more is read. */
  readonly beforeBatch: () => void;
}

interface Batch {
  readonly drafts: readonly Draft[];
  readonly files: FileBatch;
}

/**
 * Reads the contents of files that a walk comes upon. Where there are many, a second thread begins while the walk goes
 * on, and this one joins in at its end; each keeps what it reads in a pack of its own. Disposing without
 * {@link ContentReading.finish} drops what the second thread read.
 */
export class ContentReading implements AsyncDisposable {
  readonly #options: ContentReadingOptions;
  readonly #batches: Batch[] = [];
  #drafts: Draft[] = [];
  #bytes = 0;
  #second: SecondThread | null = null;
  #mayShare: boolean;

  constructor(options: ContentReadingOptions) {
    this.#options = options;
    // Faults happen in this thread alone.
    this.#mayShare = (options.fault ?? noFaults) === noFaults;
  }

  /** Takes a file, whose hash {@link ContentReading.finish} fills in. */
  add(draft: Draft): void {
    // A large one makes a batch nearly by itself, and none of it goes to the buffer.
    const bytes = Math.min(draft.seen.size, slabBytes);
    if (this.#drafts.length === batchFiles || this.#bytes + bytes > slabBytes) this.#closeBatch();
    this.#drafts.push(draft);
    this.#bytes += bytes;
  }

  /** Whether any were added that are not read yet. */
  get hasMore(): boolean {
    return this.#drafts.length + this.#batches.length > 0;
  }

  /**
   * Reads what is not read yet. `readAlone` reads a file by itself that did not stay as it was.
   * @throws KimiError as `readAlone` does; `disk` when the store can take no more.
   */
  async finish(readAlone: (draft: Draft) => Promise<Draft | null>): Promise<void> {
    this.#closeBatch();
    this.#mayShare = false;
    const batches = [...this.#batches];
    const second = this.#second;
    await this.#readHere(second === null ? batches : batches.toReversed());
    const alone =
      second === null ? batches.flatMap((batch) => fillIn(batch)) : await this.#join(batches, second);
    // Only now: should this thread fail, the other is told to leave the rest.
    this.#batches.splice(0, batches.length);
    for (const draft of alone) draft.replacement = await readAlone(draft);
  }

  async [Symbol.asyncDispose](): Promise<void> {
    using second = this.#second;
    // What it has not begun, it need not begin.
    for (const { files } of this.#batches) files.claim("first thread");
    await second?.endReading(false);
  }

  #closeBatch(): void {
    const drafts = this.#drafts;
    if (drafts.length === 0) return;
    this.#drafts = [];
    this.#bytes = 0;
    const batch = {
      drafts,
      files: FileBatch.of(drafts.map(({ entry, seen }) => ({ path: entry.path, seen }))),
    };
    this.#batches.push(batch);
    if (!this.#mayShare || this.#batches.length < worthSecondThread) return;
    this.#options.beforeBatch();
    if (this.#second !== null) this.#second.read(batch.files.shared);
    else this.#startSecond();
  }

  #startSecond(): void {
    const { root, sink } = this.#options;
    this.#second = SecondThread.start();
    this.#mayShare = this.#second !== null;
    if (this.#second === null) return;
    this.#second.beginReading(root, sink.share());
    for (const { files } of this.#batches) this.#second.read(files.shared);
  }

  async #readHere(batches: readonly Batch[]): Promise<void> {
    const { root, sink, fault = noFaults, rest } = this.#options;
    const options = { root, sink, slab: makeSlab(), onRead: (path: string) => fault(`read ${path}`) };
    for (const { files } of batches) {
      if (!files.claim("first thread")) continue;
      readBatch(files, options);
      await rest();
    }
  }

  /** Returns those that must be read again. */
  async #join(batches: readonly Batch[], thread: SecondThread): Promise<readonly Draft[]> {
    this.#second = null;
    using second = thread;
    const left = await second.endReading(true);
    const missing = this.#options.sink.join(left);
    return batches.flatMap((batch) =>
      left === null && batch.files.isClaimedBySecond ? batch.drafts : fillIn(batch, missing),
    );
  }
}

/** Returns those that must be read again: not as they were seen, or kept by neither thread. */
function fillIn({ drafts, files }: Batch, missing: ReadonlySet<string> = new Set()): readonly Draft[] {
  return drafts.filter((draft, at) => {
    const hash = files.hash(at);
    if (hash === null || missing.has(hash)) return true;
    draft.entry = { ...draft.entry, hash };
    return false;
  });
}

import { type FaultHook, noFaults } from "../disk/fault-hook.ts";
import type { RawPath } from "../paths/raw-path.ts";
import { SecondThread } from "../second-thread/second-thread.ts";
import type { ContentSink } from "../store/content-sink.ts";
import { BatchReader } from "./batch-reader.ts";
import type { FileRun, Draft } from "./draft.ts";
import { FreshFiles } from "./fresh-files.ts";
import { ReadingAllowance } from "./reading-allowance.ts";
import { mark } from "./stat-table.ts";

/** Below this many batches, starting a second thread costs more than it saves. */
const worthSecondThread = 4;
const batchFiles = 256;

export interface ContentReadingOptions {
  readonly root: string;
  readonly sink: ContentSink;
  readonly fault?: FaultHook | undefined;
  readonly rest: () => Promise<void> | undefined;
  /** Those that all of the files have, whatever they are. */
  readonly marks: number;
  /** Bytes that may be read before all is measured. */
  readonly allowedBytes: number;
  /** Judges whether all of these may be read. */
  readonly measure: (paths: Iterable<RawPath>) => void;
}

/** Reads a file by itself. `null` when nothing is in its place any more. */
export type ReadAlone = (path: RawPath) => Promise<Draft | null>;

/**
 * Reads the contents of files that a walk comes upon. Where there are many, a second thread begins while the walk goes
 * on, and this one joins in at its end; each keeps what it reads in a pack of its own. Disposing without
 * {@link ContentReading.finish} drops what the second thread read.
 */
export class ContentReading implements AsyncDisposable {
  readonly #options: ContentReadingOptions;
  readonly #allowance: ReadingAllowance;
  /** What is not read yet; the last ones may still grow. */
  #all: FreshFiles[] = [];
  #second: SecondThread | null = null;
  #mayShare: boolean;

  constructor(options: ContentReadingOptions) {
    this.#options = options;
    this.#allowance = ReadingAllowance.of(options.allowedBytes);
    // Faults happen in this thread alone.
    this.#mayShare = (options.fault ?? noFaults) === noFaults;
  }

  /** Takes the file `name` in a folder, for {@link ContentReading.finish} to read. */
  add(folder: RawPath, name: RawPath): FileRun {
    let files = this.#all.at(-1);
    if (files === undefined || files.count === batchFiles) {
      if (files !== undefined) this.#share(files);
      files = new FreshFiles(this.#options.marks);
      this.#all.push(files);
    }
    const at = files.add(folder, name);
    return { kind: "files", files, from: at, to: at + 1 };
  }

  /**
   * Reads what is not read yet. `readAlone` reads a file that could not be read here, or did not stay as it was.
   * @throws KimiError as `readAlone` does; `disk` when the store can take no more.
   */
  async finish(readAlone: ReadAlone): Promise<void> {
    const all = this.#all;
    this.#mayShare = false;
    const second = this.#second;
    const last = all.at(-1);
    if (last !== undefined) second?.read(last.batch.shared);
    await this.#readHere();
    while (this.#allowance.isSpent) {
      this.#measure();
      for (const { batch } of all) second?.read(batch.shared);
      await this.#readHere();
    }
    const missing = second === null ? new Set<string>() : await this.#join(second);
    if (this.#allowance.isSpent) this.#measure();
    // Only now: should this thread fail, the other is told to leave the rest.
    this.#all = [];
    for (const files of all) await settle(files, missing, readAlone);
  }

  async [Symbol.asyncDispose](): Promise<void> {
    using second = this.#second;
    if (second === null) return;
    // What it has not begun, it need not begin.
    for (const { batch } of this.#all) batch.close();
    await second.endReading(false);
  }

  #share(files: FreshFiles): void {
    if (!this.#mayShare) return;
    if (this.#second !== null) this.#second.read(files.batch.shared);
    else if (this.#all.length >= worthSecondThread) this.#startSecond();
  }

  #startSecond(): void {
    const { root, sink } = this.#options;
    this.#second = SecondThread.start();
    this.#mayShare = this.#second !== null;
    if (this.#second === null) return;
    this.#second.beginReading({ root, sink: sink.share(), allowance: this.#allowance.memory });
    for (const { batch } of this.#all) this.#second.read(batch.shared);
  }

  #measure(): void {
    this.#options.measure(pathsOf(this.#all));
    this.#allowance.lift();
  }

  async #readHere(): Promise<void> {
    const { root, sink, fault = noFaults, rest } = this.#options;
    const all = this.#second === null ? this.#all : this.#all.toReversed();
    const onRead = (path: RawPath): void => fault(`read ${path}`);
    const allowance = this.#allowance;
    using reader = new BatchReader({ root, sink, allowance, reader: "first thread", onRead });
    for (const { batch } of all) {
      reader.read(batch);
      await rest();
    }
  }

  /** Returns the hashes of what neither thread has kept. */
  async #join(thread: SecondThread): Promise<ReadonlySet<string>> {
    this.#second = null;
    using second = thread;
    const left = await second.endReading(true);
    const missing = this.#options.sink.join(left);
    if (left === null) for (const { batch } of this.#all) batch.forget("second thread");
    return missing;
  }
}

function* pathsOf(all: readonly FreshFiles[]): Generator<RawPath> {
  for (const files of all) for (let at = 0; at < files.count; at += 1) yield files.path(at);
}

/** Has those read again that could not be read, or that neither thread has kept; and drafts what has several names. */
async function settle(files: FreshFiles, missing: ReadonlySet<string>, readAlone: ReadAlone): Promise<void> {
  const { batch, table } = files;
  for (let at = 0; at < files.count; at += 1) {
    const isKept = batch.isRead(at) && (missing.size === 0 || !missing.has(table.hash(at) ?? ""));
    if (!isKept) files.drafts.set(at, await readAlone(files.path(at)));
    else if (table.has(at, mark.severalNames)) files.draft(at);
  }
}

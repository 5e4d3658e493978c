import { closeSync, constants, fstatSync } from "node:fs";
import { KimiError } from "@kimi/contracts/errors";
import { errnoOf } from "../disk/errno-of.ts";
import type { FolderHandle } from "../disk/folder-handle.ts";
import { LastFolder } from "../disk/last-folder.ts";
import type { RawPath } from "../paths/raw-path.ts";
import type { ContentSink } from "../store/content-sink.ts";
import type { FileBatch, Reader } from "./file-batch.ts";
import { readOpen } from "./read-content.ts";
import type { ReadingAllowance } from "./reading-allowance.ts";
import { lookOf, toMicroseconds } from "./seen.ts";

export interface BatchReaderOptions {
  readonly root: string;
  readonly sink: ContentSink;
  readonly reader: Reader;
  readonly allowance: ReadingAllowance;
  /** Runs after the last byte of a file is read and before that is looked at again. */
  readonly onRead: (path: RawPath) => void;
}

/** Reads files of batches that nobody looked at before: what they look like is what they did when they were open. */
export class BatchReader implements Disposable {
  readonly #options: BatchReaderOptions;
  readonly #folders: LastFolder;

  constructor(options: BatchReaderOptions) {
    this.#options = options;
    this.#folders = new LastFolder(options.root);
  }

  /**
   * Reads what nobody has taken of a batch, as long as that is allowed. A file that cannot be read, or does not stay as it
   * was, is left: whoever reads it again, by itself, says what is wrong.
   */
  read(batch: FileBatch): void {
    const { allowance } = this.#options;
    for (;;) {
      const taken = allowance.isSpent ? null : batch.take();
      if (taken === null) return;
      this.#readFrom(batch, taken.from, taken.to);
    }
  }

  [Symbol.dispose](): void {
    this.#folders[Symbol.dispose]();
  }

  #readFrom(batch: FileBatch, from: number, to: number): void {
    const { folders } = batch.shared;
    let which = folders.findIndex(({ end }) => from < end);
    for (let at = from; at < to; which += 1) {
      const { path, end } = folders[which] ?? { path: "", end: to };
      const folder = this.#folders.open(path);
      const last = Math.min(end, to);
      if (folder !== null) for (; at < last; at += 1) this.#tryRead(batch, at, { folder, path });
      at = last;
    }
  }

  #tryRead(
    batch: FileBatch,
    at: number,
    place: { readonly folder: FolderHandle; readonly path: RawPath },
  ): void {
    try {
      const file = place.folder.openFile(batch.table.name(at), constants.O_RDONLY);
      try {
        this.#read(batch, at, { file, folder: place.path });
      } finally {
        closeSync(file);
      }
    } catch (error) {
      // What the store says of itself is no matter of the file's.
      if (error instanceof KimiError || errnoOf(error) === null) throw error;
    }
  }

  #read(
    batch: FileBatch,
    at: number,
    { file, folder }: { readonly file: number; readonly folder: RawPath },
  ): void {
    const { sink, reader, allowance, onRead } = this.#options;
    const before = fstatSync(file);
    if (!before.isFile() || !allowance.take(before.size)) return;
    const path = (): RawPath => (folder === "" ? batch.table.name(at) : `${folder}/${batch.table.name(at)}`);
    const read = readOpen(file, lookOf(before), { sink, onRead: () => onRead(path()) });
    if (read === null) return;
    const mtimeUs = toMicroseconds(read.stats, () => fstatSync(file, { bigint: true }));
    batch.note(at, read.stats, { mtimeUs, hash: read.hash, reader });
  }
}

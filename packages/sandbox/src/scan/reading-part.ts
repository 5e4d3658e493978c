import { KimiError } from "@kimi/contracts/errors";
import { errnoOf } from "../disk/errno-of.ts";
import type { SinkShare } from "../store/content-sink.ts";
import { type SharedSink, openSharedSink } from "../store/open-shared-sink.ts";
import { FileBatch, type SharedBatch } from "./file-batch.ts";
import { makeSlab } from "./make-slab.ts";
import { readBatch } from "./read-batch.ts";

/** What the second thread reads of a tree. */
export class ReadingPart {
  readonly #root: string;
  readonly #slab = makeSlab();
  /** `null` once it failed. */
  #sink: SharedSink | null = null;

  constructor({ root, share }: { readonly root: string; readonly share: SinkShare }) {
    this.#root = root;
    this.#try(() => {
      this.#sink = openSharedSink(share);
    });
  }

  /** Reads a batch unless the first thread has it by now. */
  read(shared: SharedBatch): void {
    const sink = this.#sink;
    if (sink === null) return;
    const batch = new FileBatch(shared);
    if (!batch.claim("second thread")) return;
    const options = { root: this.#root, sink: sink.sink, slab: this.#slab, onRead: () => undefined };
    this.#try(() => readBatch(batch, options));
  }

  /** The hashes that it left to the first thread; `null` when nothing it read was kept. */
  end(isKept: boolean): readonly string[] | null {
    let left: readonly string[] | null = null;
    if (isKept)
      this.#try(() => {
        left = this.#sink?.commit() ?? null;
      });
    this.#drop();
    return left;
  }

  /** Where the store takes nothing, the first thread reads it all again, and says so if it meets the same. */
  #try(act: () => void): void {
    try {
      act();
    } catch (error) {
      if (!(error instanceof KimiError) && errnoOf(error) === null) throw error;
      this.#drop();
    }
  }

  #drop(): void {
    this.#sink?.[Symbol.dispose]();
    this.#sink = null;
  }
}

import { KimiError } from "@kimi/contracts/errors";
import { errnoOf } from "../disk/errno-of.ts";
import type { SinkShare } from "../store/content-sink.ts";
import { type SharedSink, openSharedSink } from "../store/open-shared-sink.ts";
import { BatchReader } from "./batch-reader.ts";
import { FileBatch, type SharedBatch } from "./file-batch.ts";
import { ReadingAllowance } from "./reading-allowance.ts";

/** What it takes to read in another thread. Plain data. */
export interface ReadingShare {
  readonly root: string;
  readonly sink: SinkShare;
  readonly allowance: SharedArrayBuffer | null;
}

/** What the second thread reads of a tree. */
export class ReadingPart {
  /** Both `null` once it failed. */
  #sink: SharedSink | null = null;
  #reader: BatchReader | null = null;

  constructor({ root, sink: share, allowance: memory }: ReadingShare) {
    this.#try(() => {
      this.#sink = openSharedSink(share);
      const { sink } = this.#sink;
      const allowance = new ReadingAllowance(memory);
      this.#reader = new BatchReader({ root, sink, allowance, reader: "second thread", onRead: nothing });
    });
  }

  /** Reads what the first thread has not taken of a batch by now. */
  read(shared: SharedBatch): void {
    this.#try(() => this.#reader?.read(new FileBatch(shared)));
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
    this.#reader?.[Symbol.dispose]();
    this.#reader = null;
    this.#sink?.[Symbol.dispose]();
    this.#sink = null;
  }
}

function nothing(): void {
  // Faults happen in the first thread.
}

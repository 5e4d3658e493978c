import { existsSync } from "node:fs";
import { fileURLToPath } from "node:url";
import { Worker } from "node:worker_threads";
import type { Batch, ReadBatch } from "./read-batch.ts";

/** Reads batches in a thread of its own, one after the other. */
export class SecondReader implements Disposable {
  readonly #worker: Worker;
  #waiting: {
    readonly resolve: (read: ReadBatch) => void;
    readonly reject: (error: unknown) => void;
  } | null = null;

  private constructor(file: URL) {
    this.#worker = new Worker(file, { stdin: false, execArgv: [], env: {} });
    this.#worker.unref();
    this.#worker.on("message", (read: ReadBatch) => {
      this.#waiting?.resolve(read);
      this.#waiting = null;
    });
    this.#worker.on("error", (error) => this.#waiting?.reject(error));
  }

  /** `null` where its code is not beside ours, as in a program that bundles us: then one thread does it all. */
  static start(): SecondReader | null {
    const file = ["./second-reader-thread.ts", "./scan/second-reader-thread.js"]
      .map((name) => new URL(name, import.meta.url))
      .find((url) => existsSync(fileURLToPath(url)));
    return file === undefined ? null : new SecondReader(file);
  }

  /** The batch's buffer is the other thread's until it comes back with the answer. */
  read(batch: Batch): Promise<ReadBatch> {
    return new Promise((resolve, reject) => {
      this.#waiting = { resolve, reject };
      this.#worker.postMessage(batch, [batch.slab.buffer]);
    });
  }

  [Symbol.dispose](): void {
    void this.#worker.terminate();
  }
}

import { existsSync } from "node:fs";
import { fileURLToPath } from "node:url";
import { Worker } from "node:worker_threads";
import type { Batch, ReadBatch } from "../scan/read-batch.ts";
import type { Seen } from "../scan/seen.ts";
import type { WriteBatch } from "../tree/write-batch.ts";

/** What another thread can do: nothing but what takes plain data and gives some. */
export type Task =
  | { readonly kind: "read"; readonly batch: Batch }
  | { readonly kind: "write"; readonly batch: WriteBatch };

/** One more thread for many small files, which does one task at a time. */
export class SecondThread implements Disposable {
  readonly #worker: Worker;
  #waiting: ((error: unknown) => void) | null = null;

  private constructor(file: URL) {
    // Sources find the sources of other packages by this, as everywhere.
    const execArgv = file.href.endsWith(".ts") ? ["--conditions=@kimi/source"] : [];
    this.#worker = new Worker(file, { execArgv, env: {} });
    this.#worker.unref();
    this.#worker.on("error", (error) => this.#waiting?.(error));
  }

  /** `null` where its code is not beside ours, as in a program that bundles us: then one thread does it all. */
  static start(): SecondThread | null {
    const file = ["./perform-tasks.ts", "./second-thread/perform-tasks.js"]
      .map((name) => new URL(name, import.meta.url))
      .find((url) => existsSync(fileURLToPath(url)));
    return file === undefined ? null : new SecondThread(file);
  }

  /** The batch's buffer is the other thread's until it comes back with the answer. */
  read(batch: Batch): Promise<ReadBatch> {
    return this.#perform({ kind: "read", batch }, [batch.slab.buffer]);
  }

  write(batch: WriteBatch): Promise<readonly (Seen | null)[]> {
    return this.#perform({ kind: "write", batch }, []);
  }

  [Symbol.dispose](): void {
    void this.#worker.terminate();
  }

  #perform<T>(task: Task, transferred: readonly ArrayBuffer[]): Promise<T> {
    return new Promise((resolve, reject) => {
      this.#waiting = reject;
      this.#worker.once("message", (answer: T) => resolve(answer));
      this.#worker.postMessage(task, [...transferred]);
    });
  }
}

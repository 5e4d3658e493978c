import { existsSync } from "node:fs";
import { fileURLToPath } from "node:url";
import type { Worker } from "node:worker_threads";
import type { SharedBatch } from "../scan/file-batch.ts";
import type { ReadingShare } from "../scan/reading-part.ts";
import type { PlannedFiles } from "../tree/planned-files.ts";

/** What another thread can do: nothing but what takes plain data and gives some. */
export type Task =
  | { readonly kind: "begin reading"; readonly share: ReadingShare }
  | { readonly kind: "read"; readonly batch: SharedBatch }
  | { readonly kind: "end reading"; readonly isKept: boolean }
  | { readonly kind: "write"; readonly files: PlannedFiles };

/** One more thread for many small files, which does its tasks in the order they were given. */
export class SecondThread implements Disposable {
  readonly #worker: Worker;
  #waiting: ((error: unknown) => void) | null = null;
  #failure: Error | null = null;

  private constructor(file: URL) {
    // Sources find the sources of other packages by this, as everywhere.
    const execArgv = file.href.endsWith(".ts") ? ["--conditions=@kimi/source"] : [];
    // Loaded here, since most snapshots need no second thread.
    const threads = process.getBuiltinModule("node:worker_threads");
    this.#worker = new threads.Worker(file, { execArgv, env: {} });
    this.#worker.unref();
    this.#worker.on("error", (error) => {
      this.#failure = error instanceof Error ? error : new Error(String(error));
      this.#waiting?.(this.#failure);
    });
  }

  /** `null` where its code is not beside ours, as in a program that bundles us: then one thread does it all. */
  static start(): SecondThread | null {
    const file = ["./perform-tasks.ts", "./second-thread/perform-tasks.js"]
      .map((name) => new URL(name, import.meta.url))
      .find((url) => existsSync(fileURLToPath(url)));
    return file === undefined ? null : new SecondThread(file);
  }

  /** For this thread to read a tree: see `ReadingPart`. Tasks that follow need no answer before the last. */
  beginReading(share: ReadingShare): void {
    this.#post({ kind: "begin reading", share });
  }

  read(batch: SharedBatch): void {
    this.#post({ kind: "read", batch });
  }

  endReading(isKept: boolean): Promise<readonly string[] | null> {
    return this.#perform({ kind: "end reading", isKept });
  }

  /** Resolves when no file is left to be taken. */
  write(files: PlannedFiles): Promise<null> {
    return this.#perform({ kind: "write", files });
  }

  [Symbol.dispose](): void {
    void this.#worker.terminate();
  }

  #post(task: Task): void {
    this.#worker.postMessage(task, []);
  }

  #perform<T>(task: Task): Promise<T> {
    return new Promise((resolve, reject) => {
      this.#waiting = reject;
      this.#worker.once("message", (answer: T) => resolve(answer));
      if (this.#failure === null) this.#post(task);
      else reject(this.#failure);
    });
  }
}

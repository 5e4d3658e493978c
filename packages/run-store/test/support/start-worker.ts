import { type ChildProcess, spawn } from "node:child_process";
import { once } from "node:events";
import { createInterface } from "node:readline";

/** A process of its own that has the store open. */
export interface Worker {
  readonly process: ChildProcess;
  /** The next line it prints. @throws when it ends first. */
  nextLine(): Promise<string>;
  /** Its exit code; `null` when a signal ended it. */
  readonly ended: Promise<number | null>;
}

/** Starts `store-worker.ts` with the sources, as Node runs them. */
export function startWorker(...args: readonly string[]): Worker {
  const worker = spawn(
    process.execPath,
    ["--conditions=@kimi/source", new URL("store-worker.ts", import.meta.url).pathname, ...args],
    { stdio: ["pipe", "pipe", "inherit"] },
  );
  const lines = createInterface({ input: worker.stdout })[Symbol.asyncIterator]();
  return {
    process: worker,
    ended: once(worker, "exit").then(([code]) => (typeof code === "number" ? code : null)),
    async nextLine() {
      const { done, value } = await lines.next();
      if (done === true) throw new Error("the worker ended before it said anything");
      return value;
    },
  };
}

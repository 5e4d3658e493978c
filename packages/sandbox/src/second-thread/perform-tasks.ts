// What runs in the thread of a SecondThread.
import { parentPort } from "node:worker_threads";
import { readBatch } from "../scan/read-batch.ts";
import { writeBatch } from "../tree/write-batch.ts";
import type { Task } from "./second-thread.ts";

parentPort?.on("message", (task: Task) => {
  if (task.kind === "write") {
    parentPort?.postMessage(writeBatch(task.batch), []);
    return;
  }
  const read = readBatch(task.batch, () => undefined);
  parentPort?.postMessage(read, [read.slab.buffer]);
});

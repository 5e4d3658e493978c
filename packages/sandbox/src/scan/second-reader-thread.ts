// What runs in the thread of a SecondReader.
import { parentPort } from "node:worker_threads";
import { type Batch, readBatch } from "./read-batch.ts";

parentPort?.on("message", (batch: Batch) => {
  const read = readBatch(batch, () => undefined);
  parentPort?.postMessage(read, [read.slab.buffer]);
});

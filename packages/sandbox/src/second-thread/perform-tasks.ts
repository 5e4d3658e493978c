// What runs in the thread of a SecondThread.
import { parentPort } from "node:worker_threads";
import { ReadingPart } from "../scan/reading-part.ts";
import { BlobStore } from "../store/blob-store.ts";
import { type PlannedFiles, tableOf } from "../tree/planned-files.ts";
import { writePieces } from "../tree/write-pieces.ts";
import type { Task } from "./second-thread.ts";

let reading: ReadingPart | null = null;

parentPort?.on("message", (task: Task) => {
  switch (task.kind) {
    case "begin reading":
      reading = new ReadingPart(task.share);
      break;
    case "read":
      reading?.read(task.batch);
      break;
    case "end reading":
      parentPort?.postMessage(reading?.end(task.isKept) ?? null, []);
      reading = null;
      break;
    case "write":
      write(task.files);
      parentPort?.postMessage(null, []);
      break;
  }
});

function write(files: PlannedFiles): void {
  using source = new BlobStore(files.packs).openReader("checksums");
  Array.from(writePieces(files, tableOf(files), source, "back"));
}

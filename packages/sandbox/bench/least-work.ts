// The least that a first snapshot in Node can be: list a tree, read every file, hash it, and write it to one of two files
// in two threads. Nothing is made safe, found twice, recorded or synced. Prints how long it took, in milliseconds.
import { closeSync, fstatSync, openSync, readSync, readdirSync, writeSync } from "node:fs";
import { hash } from "node:crypto";
import { once } from "node:events";
import { Worker, isMainThread, workerData } from "node:worker_threads";

const bufferBytes = 4 * 1024 * 1024;

if (isMainThread) {
  const [target = "", out = ""] = process.argv.slice(2);
  const startedMs = performance.now();
  const files = [...listFiles(target)];
  const half = files.length >> 1;
  const other = new Worker(import.meta.filename, {
    workerData: { files: files.slice(half), out: `${out}.2` },
  });
  const ended = once(other, "exit");
  store(files.slice(0, half), `${out}.1`);
  await ended;
  process.stdout.write(String(performance.now() - startedMs));
} else store(workerData.files, workerData.out);

function* listFiles(folder: string): Generator<string> {
  for (const entry of readdirSync(folder, { withFileTypes: true })) {
    const path = `${folder}/${entry.name}`;
    if (entry.isDirectory()) yield* listFiles(path);
    else yield path;
  }
}

function store(files: readonly string[], out: string): void {
  const pack = openSync(out, "w");
  const buffer = Buffer.allocUnsafe(bufferBytes);
  let end = 0;
  const flush = (): void => {
    writeSync(pack, buffer, 0, end);
    end = 0;
  };
  for (const path of files) {
    const file = openSync(path, "r");
    const { size } = fstatSync(file);
    if (size > bufferBytes - end) flush();
    const into = size <= bufferBytes ? buffer.subarray(end, end + size) : Buffer.allocUnsafe(size);
    for (let length = 0; length < size;) length += readSync(file, into, length, size - length, null);
    closeSync(file);
    hash("sha256", into, "buffer");
    if (size <= bufferBytes) end += size;
    else writeSync(pack, into);
  }
  flush();
  closeSync(pack);
}

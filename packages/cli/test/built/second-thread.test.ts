import { mkdtemp, rm, stat, writeFile } from "node:fs/promises";
import { once } from "node:events";
import { hash } from "node:crypto";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { Worker } from "node:worker_threads";
import { expect, it, onTestFinished } from "vitest";

it("is built beside the bundle, where the program looks for it, and reads files", async () => {
  const root = await mkdtemp(join(tmpdir(), "kimi-second-thread-"));
  onTestFinished(() => rm(root, { recursive: true }));
  await writeFile(join(root, "a.txt"), "content");
  const { mode, size, mtimeMs, ctimeMs, ino } = await stat(join(root, "a.txt"));
  const worker = new Worker(new URL("../../dist/second-thread/perform-tasks.js", import.meta.url));
  onTestFinished(async () => void (await worker.terminate()));
  // A claim, what was seen, the hash, and whether it is there.
  const memory = new SharedArrayBuffer(8 + 40 + 32 + 1);
  new Float64Array(memory, 8, 5).set([mode, size, mtimeMs, ctimeMs, ino]);
  worker.postMessage({ kind: "begin reading", root, share: { kind: "hashes" } }, []);
  worker.postMessage({ kind: "read", batch: { paths: "a.txt", count: 1, memory } }, []);
  worker.postMessage({ kind: "end reading", isKept: true }, []);
  await once(worker, "message");
  expect(Buffer.from(memory, 48).toString("hex")).toBe(`${hash("sha256", "content", "hex")}01`);
});

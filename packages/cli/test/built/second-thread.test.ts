import { mkdtemp, rm, writeFile } from "node:fs/promises";
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
  const worker = new Worker(new URL("../../dist/second-thread/perform-tasks.js", import.meta.url));
  onTestFinished(async () => void (await worker.terminate()));
  // What was seen, its mode and where its name ends, a claim, the hash, what is marked, by whom it was read, and its name.
  const name = "a.txt";
  const [nameEnd, hashStart] = [4 * 8 + 8 + 2 * 4, 4 * 8 + 8 + 4 * 4];
  const memory = new SharedArrayBuffer(hashStart + 32 + 2 + name.length);
  new Uint32Array(memory, nameEnd, 1)[0] = name.length;
  Buffer.from(memory, hashStart + 32 + 2).write(name);
  const share = { root, sink: { kind: "hashes" }, allowance: null };
  worker.postMessage({ kind: "begin reading", share }, []);
  const batch = { folders: [{ path: "", end: 1 }], count: 1, memory };
  worker.postMessage({ kind: "read", batch }, []);
  worker.postMessage({ kind: "end reading", isKept: true }, []);
  await once(worker, "message");
  const read = Buffer.from(memory, hashStart, 32 + 2);
  expect(read.subarray(0, 32).toString("hex")).toBe(hash("sha256", "content", "hex"));
  const bySecondThread = 2;
  expect(read[33]).toBe(bySecondThread);
});

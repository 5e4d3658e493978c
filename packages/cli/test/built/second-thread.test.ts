import { mkdtemp, rm, writeFile } from "node:fs/promises";
import { once } from "node:events";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { Worker } from "node:worker_threads";
import { expect, it, onTestFinished } from "vitest";

it("is built beside the bundle, where the program looks for it, and reads files", async () => {
  const root = await mkdtemp(join(tmpdir(), "kimi-second-thread-"));
  onTestFinished(() => rm(root, { recursive: true }));
  await writeFile(join(root, "a.txt"), "");
  const worker = new Worker(new URL("../../dist/second-thread/perform-tasks.js", import.meta.url));
  onTestFinished(async () => void (await worker.terminate()));
  const seen = { mode: 0, size: 3, mtimeMs: 0, ctimeMs: 0, inode: 0 };
  const files = [{ path: "a.txt", seen }];
  worker.postMessage({ kind: "read", batch: { root, files, slab: new Uint8Array(16) } }, []);
  const [answer] = await once(worker, "message");
  // It is no longer what was seen, which only who has looked can tell.
  expect(answer).toMatchObject({ pieces: [null] });
});

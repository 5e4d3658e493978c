import { spawnSync } from "node:child_process";
import { closeSync, openSync, readdirSync, rmSync, writeFileSync, writeSync } from "node:fs";
import { join } from "node:path";
import { isKimiError } from "@kimi/contracts";
import { openRunStore } from "../../src/index.ts";
import { sampleRun } from "../../src/testing/sample-run.ts";

// What happens on a disk of its own, mounted by whoever starts this: `small-disk-worker.ts <command> <mount point>`.
const [command = "", disk = ""] = process.argv.slice(2);
const home = join(disk, "home");
const at = "2026-11-01T10:00:01.000Z";
const ballast = join(disk, "ballast");

if (command === "fill") writeFileSync(ballast, Buffer.alloc(1_000_000));
const opened = openRunStore({ home });
const outcome = command === "fill" ? fill() : command === "open-full" ? openFull() : becomeReadOnly();
console.log(JSON.stringify(await outcome));

async function fill(): Promise<unknown> {
  await using store = await opened;
  await store.createRun(sampleRun("run-1"));
  let acknowledged = 0;
  const long = { name: "long", mediaType: "text/plain", producer: null, content: "y".repeat(3_000_000) };
  const contentError = await errorOf(() => store.putArtifact("run-1", long));
  const eventError = await errorOf(async () => {
    for (;;) {
      await store.appendEvent("run-1", at, { type: "note", message: "x".repeat(20_000) });
      acknowledged += 1;
    }
  });
  rmSync(ballast);
  await store.appendEvent("run-1", at, { type: "note", message: "there is room again" });
  const events = await store.readEvents("run-1");
  const { problems } = await store.auditRun("run-1");
  const left = readdirSync(join(home, "contents"), { recursive: true, encoding: "utf8" });
  const files = left.filter((name) => name.endsWith(".tmp"));
  return { contentError, eventError, lost: acknowledged + 1 - events.length, problems, files };
}

/** Another program takes all there is between two uses of the store. */
async function openFull(): Promise<unknown> {
  await (await opened)[Symbol.asyncDispose]();
  const file = openSync(ballast, "w");
  try {
    for (const bytes of [100_000, 1])
      for (let written = bytes; written === bytes;) written = writeSync(file, Buffer.alloc(bytes));
  } catch (error) {
    if (!(error instanceof Error && "code" in error && error.code === "ENOSPC")) throw error;
  }
  closeSync(file);
  const whenFull = await errorOf(() => openRunStore({ home }));
  rmSync(ballast);
  return { whenFull, afterwards: await errorOf(async () => (await openRunStore({ home })).listRuns()) };
}

async function becomeReadOnly(): Promise<unknown> {
  await (await opened)[Symbol.asyncDispose]();
  spawnSync("mount", ["-o", "remount,ro", disk]);
  return errorOf(() => openRunStore({ home }));
}

async function errorOf(work: () => Promise<unknown>): Promise<unknown> {
  try {
    await work();
    return null;
  } catch (error) {
    if (!isKimiError(error)) throw error;
    const { code, message, retryable } = error;
    return { code, message, retryable };
  }
}

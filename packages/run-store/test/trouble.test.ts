import { spawnSync } from "node:child_process";
import { cpSync, mkdirSync, readFileSync, statSync, truncateSync } from "node:fs";
import { join } from "node:path";
import Database from "better-sqlite3";
import { expect, it } from "vitest";
import { openRunStore } from "../src/index.ts";
import { sampleRun } from "../src/testing/sample-run.ts";
import { newHome } from "./support/scratch.ts";
import { startWorker } from "./support/start-worker.ts";

const worker = new URL("support/small-disk-worker.ts", import.meta.url).pathname;

/** What a worker says that has a disk of 3 MB for itself; `null` where nobody but root may mount one. */
function onSmallDisk(command: string): unknown {
  const disk = join(newHome(), "disk");
  mkdirSync(disk);
  const mount = `mount -t tmpfs -o size=3m tmpfs "$1" || exit 77`;
  const script = `${mount}; exec "$2" --conditions=@kimi/source "$3" "$4" "$1"`;
  const { stdout, status } = spawnSync(
    "unshare",
    ["-Urm", "sh", "-c", script, "sh", disk, process.execPath, worker, command],
    { encoding: "utf8", stdio: ["ignore", "pipe", "pipe"] },
  );
  // Said by unshare and by the script where namespaces, or mounts in them, are not allowed; by spawn where there is none.
  if (status === null || (status !== 0 && stdout === "")) return null;
  return JSON.parse(stdout);
}

const mayMount = spawnSync("unshare", ["-Urm", "mount", "-t", "tmpfs", "tmpfs", "/tmp"]).status === 0;

it("says that the disk is full, loses nothing acknowledged, leaves nothing half written, and goes on when there is room", () => {
  const full = { code: "store", retryable: true, message: expect.stringContaining("the disk is full") };
  const expected = { contentError: full, eventError: full, lost: 0, problems: [], files: [] };
  expect(onSmallDisk("fill")).toEqual(mayMount ? expected : null);
});

it("says that the disk is full when there is no room to open the database, and opens it when there is", () => {
  const whenFull = { code: "store", retryable: true, message: expect.stringContaining("the disk is full") };
  expect(onSmallDisk("open-full")).toEqual(mayMount ? { whenFull, afterwards: null } : null);
});

it("says that the database cannot be written to on a disk that is read-only", () => {
  const expected = {
    code: "store",
    retryable: false,
    message: expect.stringContaining("cannot be written to"),
  };
  expect(onSmallDisk("become-read-only")).toEqual(mayMount ? expected : null);
});

it("says so when another program has the database for itself, and opens it when that is done", async () => {
  const home = newHome();
  await (await openRunStore({ home }))[Symbol.asyncDispose]();
  const other = new Database(join(home, "runs.db"));
  other.pragma("locking_mode = EXCLUSIVE");
  other.exec("BEGIN EXCLUSIVE");
  await expect(openRunStore({ home, busyTimeoutMs: 20 })).rejects.toMatchObject({
    code: "store",
    retryable: true,
    message: /another program keeps it locked/,
  });
  other.exec("ROLLBACK");
  other.close();
  await using store = await openRunStore({ home });
  expect(await store.listRuns()).toEqual([]);
});

it("has a whole, shorter history after the write-ahead log was cut anywhere", async () => {
  const home = newHome();
  const recording = startWorker("record", home, "run-1");
  for (let turn = 0; turn < 6; turn += 1) await recording.nextLine();
  recording.process.kill("SIGKILL");
  await recording.ended;
  const bytes = statSync(join(home, "runs.db-wal")).size;
  const lengths: number[] = [];
  for (const share of [0, 0.3, 0.31, 0.7, 0.999, 1]) {
    const copy = newHome();
    cpSync(home, copy, { recursive: true });
    truncateSync(join(copy, "runs.db-wal"), Math.floor(bytes * share));
    await using store = await openRunStore({ home: copy });
    const run = await store.readRun("run-1");
    if (run === null) continue;
    expect((await store.auditRun("run-1")).problems).toEqual([]);
    lengths.push((await store.readEvents("run-1")).length);
  }
  expect(lengths).toEqual(lengths.toSorted((a, b) => a - b));
  expect(lengths.at(-1)).toBeGreaterThanOrEqual(6);
});

it("says that a database is damaged that was cut, and does not touch it", async () => {
  const home = newHome();
  {
    await using store = await openRunStore({ home });
    for (let index = 0; index < 200; index += 1) await store.createRun(sampleRun(`run-${index}`));
  }
  const path = join(home, "runs.db");
  truncateSync(path, 50_000);
  const before = readFileSync(path);
  const reading = async (): Promise<unknown> => {
    await using store = await openRunStore({ home });
    return await store.listRuns({ limit: 1_000 });
  };
  await expect(reading()).rejects.toMatchObject({ code: "store", message: /it is damaged/ });
  expect(readFileSync(path).equals(before)).toBe(true);
});

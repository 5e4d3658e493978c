import { createHash } from "node:crypto";
import {
  chmodSync,
  copyFileSync,
  existsSync,
  mkdirSync,
  readdirSync,
  readFileSync,
  statSync,
  writeFileSync,
} from "node:fs";
import { join } from "node:path";
import Database from "better-sqlite3";
import { expect, it } from "vitest";
import { openRunStore } from "../src/index.ts";
import { sampleRun } from "../src/testing/sample-run.ts";
import { newHome } from "./support/scratch.ts";

const modeOf = (path: string): string => (statSync(path).mode & 0o777).toString(8);
const hashOf = (path: string): string => createHash("sha256").update(readFileSync(path)).digest("hex");

it("makes its folders 0700 and every file in them 0600", async () => {
  const home = join(newHome(), "deep", "home");
  await using store = await openRunStore({ home });
  await store.createRun(sampleRun("run-1"));
  await store.putArtifact("run-1", {
    name: "long",
    mediaType: "text/plain",
    producer: null,
    content: "x".repeat(200_000),
  });
  await using _claim = await store.claim("run-1", "/projects/sample");
  const entries = readdirSync(home, { recursive: true, withFileTypes: true });
  const modes = entries.map(
    (entry) => [entry.isDirectory(), modeOf(join(entry.parentPath, entry.name))] as const,
  );
  expect(modeOf(home)).toBe("700");
  expect(entries.map(({ name }) => name)).toEqual(
    expect.arrayContaining(["runs.db", "runs.db-wal", "contents", "locks"]),
  );
  expect(modes.filter(([isFolder, mode]) => mode !== (isFolder ? "700" : "600"))).toEqual([]);
});

it("is not kept from making its database by what a process left that was killed at it", async () => {
  const home = newHome();
  writeFileSync(join(home, "runs.db.lock"), "");
  writeFileSync(join(home, "runs.db.new"), "half a data");
  await using store = await openRunStore({ home });
  await store.createRun(sampleRun("run-1"));
  const files = readdirSync(home).filter((name) => name.startsWith("runs.db"));
  expect(files.toSorted()).toEqual(["runs.db", "runs.db-shm", "runs.db-wal"]);
});

it("begins afresh beside the log of a database that was moved away, and keeps that log", async () => {
  const [home, copy] = [newHome(), newHome()];
  await using store = await openRunStore({ home });
  await store.createRun(sampleRun("run-1"));
  // As a process leaves them that is killed.
  for (const name of ["runs.db-wal", "runs.db-shm"]) copyFileSync(join(home, name), join(copy, name));
  await using fresh = await openRunStore({ home: copy });
  expect(await fresh.listRuns()).toEqual([]);
  await fresh.createRun(sampleRun("run-2"));
  expect((await fresh.listRuns()).map(({ id }) => id)).toEqual(["run-2"]);
  expect(readFileSync(join(copy, "runs.db-wal.left"))).toEqual(readFileSync(join(home, "runs.db-wal")));
});

it("closes a folder and a database that others could read", async () => {
  const home = newHome();
  await (await openRunStore({ home }))[Symbol.asyncDispose]();
  chmodSync(home, 0o755);
  chmodSync(join(home, "runs.db"), 0o644);
  await (await openRunStore({ home }))[Symbol.asyncDispose]();
  expect([modeOf(home), modeOf(join(home, "runs.db"))]).toEqual(["700", "600"]);
});

it("leaves alone the mode of a folder that everybody shares", async () => {
  const home = join(newHome(), "shared");
  mkdirSync(home);
  chmodSync(home, 0o1777);
  await (await openRunStore({ home }))[Symbol.asyncDispose]();
  expect(modeOf(home)).toBe("777");
  expect(modeOf(join(home, "runs.db"))).toBe("600");
});

it("finds in a second life what was stored in the first", async () => {
  const home = newHome();
  {
    await using store = await openRunStore({ home });
    await store.createRun(sampleRun("run-1", { status: "paused" }));
  }
  await using store = await openRunStore({ home });
  expect(await store.readRun("run-1")).toEqual(sampleRun("run-1", { status: "paused" }));
});

it("refuses a database of a newer version and does not touch it", async () => {
  const home = newHome();
  await (await openRunStore({ home }))[Symbol.asyncDispose]();
  const path = join(home, "runs.db");
  const newer = new Database(path);
  newer.pragma("user_version = 99");
  newer.close();
  const before = hashOf(path);
  const opening = openRunStore({ home });
  await expect(opening).rejects.toMatchObject({ code: "store", details: { found: 99 } });
  await expect(opening).rejects.toThrow(/schema version 99; this program knows versions up to \d+/);
  expect(hashOf(path)).toBe(before);
});

it("refuses a database of another program and does not touch it", async () => {
  const home = newHome();
  const path = join(home, "runs.db");
  const other = new Database(path);
  other.exec("CREATE TABLE runs (mine TEXT)");
  other.close();
  const before = hashOf(path);
  await expect(openRunStore({ home })).rejects.toThrow(/is a database of another program/);
  expect(hashOf(path)).toBe(before);
});

it("refuses a file that is no database", async () => {
  const home = newHome();
  writeFileSync(
    join(home, "runs.db"),
    "Dear diary, this is no database, and it is long enough to be read as a page.".repeat(20),
  );
  await expect(openRunStore({ home })).rejects.toMatchObject({
    code: "store",
    message: /not an SQLite database/,
  });
});

it("refuses a home that is a file", async () => {
  const home = join(newHome(), "file");
  writeFileSync(home, "");
  await expect(openRunStore({ home })).rejects.toMatchObject({ code: "store", message: /cannot be opened/ });
});

it("says so when another program keeps the database locked, and goes on when it is free", async () => {
  const home = newHome();
  await using store = await openRunStore({ home, busyTimeoutMs: 20 });
  const browser = new Database(join(home, "runs.db"));
  browser.exec("BEGIN IMMEDIATE");
  await expect(store.createRun(sampleRun("run-1"))).rejects.toMatchObject({
    code: "store",
    retryable: true,
    message: /another program keeps it locked/,
  });
  expect(await store.listRuns()).toEqual([]);
  browser.exec("ROLLBACK");
  browser.close();
  await store.createRun(sampleRun("run-1"));
  expect(await store.listRuns()).toHaveLength(1);
});

it("gives its claims back, and leaves no lock file, when it is disposed, also twice", async () => {
  const home = newHome();
  const store = await openRunStore({ home });
  await store.claim("run-1", "/projects/sample");
  expect(readdirSync(join(home, "locks"))).toHaveLength(1);
  await store[Symbol.asyncDispose]();
  await store[Symbol.asyncDispose]();
  expect(readdirSync(join(home, "locks"))).toEqual([]);
  await using other = await openRunStore({ home });
  await using claim = await other.claim("run-2", "/projects/sample");
  expect(claim.runId).toBe("run-2");
});

it("sees the claims of another store in the same process", async () => {
  const home = newHome();
  await using one = await openRunStore({ home });
  await using two = await openRunStore({ home });
  await one.createRun(sampleRun("run-1"));
  await using _claim = await one.claim("run-1", "/projects/sample");
  expect(await two.readRun("run-1")).toMatchObject({ status: "running" });
  await expect(two.claim("run-2", "/projects/sample")).rejects.toMatchObject({ code: "target-busy" });
});

it("gives a claim free even when the database cannot be written", async () => {
  const home = newHome();
  await using store = await openRunStore({ home, busyTimeoutMs: 20 });
  const claim = await store.claim("run-1", "/projects/sample");
  const browser = new Database(join(home, "runs.db"));
  browser.exec("BEGIN IMMEDIATE");
  await expect(claim[Symbol.asyncDispose]()).rejects.toMatchObject({ code: "store" });
  browser.exec("ROLLBACK");
  browser.close();
  await using second = await store.claim("run-2", "/projects/sample");
  expect(second.runId).toBe("run-2");
});

it("puts long payloads into files by their hash, and short ones into the database", async () => {
  const home = newHome();
  await using store = await openRunStore({ home });
  await store.createRun(sampleRun("run-1"));
  const put = (name: string, content: string): Promise<{ readonly hash: string }> =>
    store.putArtifact("run-1", { name, mediaType: "text/plain", producer: null, content });
  await put("short", "x".repeat(100_000));
  expect(readdirSync(join(home, "contents"))).toEqual([]);
  const { hash } = await put("long", "x".repeat(100_001));
  await put("same", "x".repeat(100_001));
  const files = readdirSync(join(home, "contents"), { recursive: true, withFileTypes: true }).filter(
    (entry) => entry.isFile(),
  );
  expect(files.map(({ name }) => name)).toEqual([hash.slice(2)]);
  expect(existsSync(join(home, "contents", hash.slice(0, 2), hash.slice(2)))).toBe(true);
});

it.each(["artifacts", "searchable"])(
  "says that its %s table is gone, and lets go of the database",
  async (table) => {
    const home = newHome();
    await (await openRunStore({ home }))[Symbol.asyncDispose]();
    const raw = new Database(join(home, "runs.db"));
    raw.pragma("foreign_keys = OFF");
    raw.exec(`DROP TABLE ${table}`);
    raw.close();
    await expect(openRunStore({ home })).rejects.toMatchObject({
      code: "store",
      message: expect.stringMatching(
        new RegExp(`not as this program made it \\(no such table: .*${table}\\).*backup`),
      ),
    });
    expect(readdirSync(home).filter((name) => name.startsWith("runs.db-"))).toEqual([]);
  },
);

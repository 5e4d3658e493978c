import { readFileSync, statSync } from "node:fs";
import { join } from "node:path";
import { KimiError } from "@kimi/contracts";
import BetterSqlite3 from "better-sqlite3";
import { expect, it } from "vitest";
import { createDatabase } from "../../src/database/create-database.ts";
import { prepareHome } from "../../src/database/prepare-home.ts";
import { openStoreDatabase, type StoreDatabase } from "../../src/database/store-database.ts";
import { newHome } from "../support/scratch.ts";

const place = { table: "contents", runId: "run-1" };
const insert = (database: StoreDatabase, bytes: number): unknown =>
  database.connection
    .prepare("INSERT INTO contents (hash, bytes, content) VALUES (?, ?, ?)")
    .run(`${bytes}`.padStart(64, "0"), bytes, Buffer.alloc(bytes));
const count = (database: StoreDatabase): unknown =>
  database.connection.prepare("SELECT count(*) FROM contents").pluck().get();

async function open(): Promise<StoreDatabase> {
  return openStoreDatabase(prepareHome(newHome()).database, 1_000);
}

function failureOf(work: () => unknown): KimiError {
  try {
    work();
  } catch (error) {
    if (error instanceof KimiError) return error;
    throw error;
  }
  throw new Error("expected a failure");
}

it("says that the disk is full, keeps what it acknowledged, and goes on when there is room", async () => {
  const database = await open();
  database.write(place, () => insert(database, 10));
  database.connection.pragma("max_page_count = 30");
  const failure = failureOf(() => database.write(place, () => insert(database, 1_000_000)));
  expect(failure).toMatchObject({
    code: "store",
    retryable: true,
    details: { table: "contents", runId: "run-1" },
  });
  expect(failure.message).toMatch(/the disk is full \(SQLITE_FULL; table contents, run run-1\)/);
  expect(count(database)).toBe(1);
  database.connection.pragma("max_page_count = 1000000");
  database.write(place, () => insert(database, 1_000_000));
  expect(count(database)).toBe(2);
  database.close();
});

it("says that the database cannot be written to, and still reads", async () => {
  const database = await open();
  database.connection.pragma("query_only = ON");
  const failure = failureOf(() => database.writeDurably(place, () => insert(database, 10)));
  expect(failure).toMatchObject({ code: "store", retryable: false });
  expect(failure.message).toContain("it cannot be written to (SQLITE_READONLY");
  expect(database.read(place, () => count(database))).toBe(0);
  database.close();
});

it("undoes all of a transaction that fails in the middle", async () => {
  const database = await open();
  const failure = failureOf(() =>
    database.write(place, () => {
      insert(database, 1);
      throw new Error("in the middle");
    }),
  );
  expect(failure).toMatchObject({ code: "store", message: /in the middle/ });
  expect(count(database)).toBe(0);
  database.close();
});

it("syncs a durable commit and goes back to the usual afterwards, also after a failure", async () => {
  const database = await open();
  const synchronous = (): unknown => database.connection.pragma("synchronous", { simple: true });
  const [normal, full] = [1, 2];
  expect(synchronous()).toBe(normal);
  expect(database.writeDurably(place, synchronous)).toBe(full);
  expect(synchronous()).toBe(normal);
  failureOf(() =>
    database.writeDurably(place, () => {
      throw new Error("in the middle");
    }),
  );
  expect(synchronous()).toBe(normal);
  database.close();
});

it("is in write-ahead mode from its first byte on, so that nobody has to switch it while others are there", async () => {
  const { database } = prepareHome(newHome());
  createDatabase(BetterSqlite3, database, 1_000);
  // "File format write version" and "read version": https://www.sqlite.org/fileformat.html
  expect([...readFileSync(database).subarray(18, 20)]).toEqual([2, 2]);
});

it("works in write-ahead mode with foreign keys", async () => {
  const home = newHome();
  const database = await openStoreDatabase(prepareHome(home).database, 1_000);
  expect(database.connection.pragma("journal_mode", { simple: true })).toBe("wal");
  expect(database.connection.pragma("foreign_keys", { simple: true })).toBe(1);
  expect(database.connection.pragma("busy_timeout", { simple: true })).toBe(1_000);
  const strict = database.connection.prepare(
    "SELECT name FROM pragma_table_list WHERE schema = 'main' AND type = 'table' AND strict = 0 AND name NOT LIKE 'sqlite_%'",
  );
  expect(strict.all()).toEqual([]);
  expect(statSync(join(home, "runs.db")).size).toBeGreaterThan(0);
  database.close();
});

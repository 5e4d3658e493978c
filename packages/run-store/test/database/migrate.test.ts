import { copyFileSync } from "node:fs";
import { join } from "node:path";
import Database from "better-sqlite3";
import { expect, it } from "vitest";
import { openRunStore } from "../../src/index.ts";
import { migrate } from "../../src/database/migrate.ts";
import { migrations } from "../../src/database/migrations.ts";
import { createMemoryRunStore } from "../../src/testing/memory-run-store.ts";
import { recordSample } from "../support/record-sample.ts";
import { newHome } from "../support/scratch.ts";

const versions = migrations.map((_, index) => index + 1);

function schemaOf(path: string): unknown {
  const database = new Database(path, { readonly: true });
  try {
    return database.prepare("SELECT type, name, sql FROM sqlite_schema ORDER BY type, name").all();
  } finally {
    database.close();
  }
}

it.each(versions)("reads all that a database of version %i holds", async (version) => {
  const home = newHome();
  copyFileSync(new URL(`../fixtures/version-${version}.db`, import.meta.url), join(home, "runs.db"));
  await using store = await openRunStore({ home });
  await using expected = createMemoryRunStore();
  await recordSample(expected);
  for (const runId of ["run-1", "run-2"]) {
    expect(await store.exportRun(runId)).toEqual(await expected.exportRun(runId));
    expect((await store.auditRun(runId)).problems).toEqual([]);
  }
  expect((await store.listRuns({ text: "cafe" })).map(({ id }) => id)).toEqual(["run-1"]);
});

it.each(versions)("gives a database of version %i the schema that a new one has", async (version) => {
  const [old, fresh] = [newHome(), newHome()];
  copyFileSync(new URL(`../fixtures/version-${version}.db`, import.meta.url), join(old, "runs.db"));
  for (const home of [old, fresh]) await (await openRunStore({ home }))[Symbol.asyncDispose]();
  expect(schemaOf(join(old, "runs.db"))).toEqual(schemaOf(join(fresh, "runs.db")));
});

const steps = ["CREATE TABLE one (x)", "CREATE TABLE two (x)", "INSERT INTO two VALUES (2)"];

function versionAndTables(database: Database.Database): unknown {
  const tables = database.prepare("SELECT name FROM sqlite_schema ORDER BY name").pluck().all();
  return [database.pragma("user_version", { simple: true }), tables];
}

it("takes each step once, from wherever a database is", () => {
  const database = new Database(join(newHome(), "x.db"));
  migrate(database, "x.db", steps.slice(0, 1));
  expect(versionAndTables(database)).toEqual([1, ["one"]]);
  migrate(database, "x.db", steps);
  migrate(database, "x.db", steps);
  expect(versionAndTables(database)).toEqual([3, ["one", "two"]]);
  expect(database.prepare("SELECT x FROM two").pluck().all()).toEqual([2]);
  database.close();
});

it("leaves a database at its version when a later step fails", () => {
  const database = new Database(join(newHome(), "x.db"));
  migrate(database, "x.db", steps.slice(0, 1));
  expect(() => migrate(database, "x.db", [...steps, "INSERT INTO nowhere VALUES (1)"])).toThrow(/nowhere/);
  expect(versionAndTables(database)).toEqual([1, ["one"]]);
  expect(() => migrate(database, "x.db", [])).toThrow(
    /schema version 1; this program knows versions up to 0/,
  );
  database.close();
});

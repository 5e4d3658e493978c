import { readdirSync, rmSync, truncateSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import type { DamagedRun, RunStore } from "@kimi/contracts";
import Database from "better-sqlite3";
import { expect, it } from "vitest";
import { chainHash } from "../src/tables/chain-hash.ts";
import { sampleRun } from "../src/testing/sample-run.ts";
import { damagedBy } from "./support/damaged-store.ts";

const at = "2026-11-01T10:00:01.000Z";
const alterEvents = "DROP TRIGGER events_are_append_only; UPDATE events SET";

it.each([
  ["runs", "UPDATE runs SET config = '{'", (store: RunStore) => store.readRun("run-1")],
  [
    "runs",
    "UPDATE runs SET ledger = json_set(ledger, '$.extra', 1)",
    (store: RunStore) => store.readRun("run-1"),
  ],
  ["runs", "UPDATE runs SET status = 'splendid'", (store: RunStore) => store.listRuns()],
  ["runs", "UPDATE runs SET started_at = 'yesterday'", (store: RunStore) => store.listRuns()],
  ["runs", "UPDATE runs SET status = 'succeeded'", (store: RunStore) => store.readRun("run-1")],
  ["runs", "UPDATE runs SET status = 'splendid'", (store: RunStore) => store.readRun("run-1")],
  ["attempts", "UPDATE attempts SET input = '{}'", (store: RunStore) => store.readAttempts("run-1")],
  ["model_calls", "UPDATE model_calls SET answer = '[]'", (store: RunStore) => store.readModelCalls("run-1")],
  [
    "model_calls",
    "UPDATE model_calls SET answer = replace(answer, 'hi', 'ho')",
    (store: RunStore) => store.readModelCalls("run-1"),
  ],
  [
    "request_items",
    "UPDATE request_items SET item = replace(item, 'hello', 'hallo')",
    (store: RunStore) => store.readModelCalls("run-1"),
  ],
  ["request_items", "DELETE FROM request_items", (store: RunStore) => store.readModelCalls("run-1")],
  ["attempts", "UPDATE attempts SET outcome = 'submitted'", (store: RunStore) => store.readAttempts("run-1")],
  [
    "artifacts",
    "UPDATE artifacts SET hash = (SELECT max(hash) FROM artifacts)",
    (store: RunStore) => store.listArtifacts("run-1"),
  ],
  [
    "model_calls",
    "UPDATE model_calls SET request_hash = 'x'",
    (store: RunStore) => store.readModelCalls("run-1"),
  ],
  ["artifacts", "UPDATE artifacts SET media_type = ''", (store: RunStore) => store.listArtifacts("run-1")],
  [
    "artifacts",
    "UPDATE contents SET content = CAST('SHORT' AS BLOB) WHERE bytes = 5",
    (store: RunStore) => store.readArtifact("run-1", "short"),
  ],
  [
    "artifacts",
    "DELETE FROM contents WHERE bytes = 5",
    (store: RunStore) => store.readArtifact("run-1", "short"),
  ],
  [
    "events",
    `${alterEvents} event = replace(event, 'two', 'TWO')`,
    (store: RunStore) => store.readEvents("run-1"),
  ],
  [
    "events",
    `${alterEvents} at = '2026-11-01T10:00:02.000Z' WHERE sequence = 1`,
    (store: RunStore) => store.readEvents("run-1"),
  ],
  ["events", "DELETE FROM events WHERE sequence = 2", (store: RunStore) => store.readEvents("run-1")],
  ["events", "DELETE FROM events WHERE sequence = 1", (store: RunStore) => store.readEvents("run-1")],
] as const)("names table and run when a row of %s was changed: %s", async (table, sql, read) => {
  const { store } = await damagedBy(sql);
  await using _store = store;
  const reading = read(store);
  await expect(reading).rejects.toMatchObject({ code: "store", details: { table, runId: "run-1" } });
  await expect(reading).rejects.toThrow(`(table ${table}, run run-1)`);
});

it("lists the other runs when somebody is to be told of a damaged one, and can forget it", async () => {
  const { store } = await damagedBy("UPDATE runs SET status = 'splendid'");
  await using _store = store;
  await store.createRun(sampleRun("run-2", { status: "failed" }));
  const told: DamagedRun[] = [];
  const list = async () => (await store.listRuns({ onDamaged: (run) => told.push(run) })).map(({ id }) => id);
  expect(await list()).toEqual(["run-2"]);
  expect(told).toEqual([{ id: "run-1", problem: expect.stringContaining("kimi-agent runs forget run-1") }]);
  await store.deleteRuns(["run-1"]);
  expect(await list()).toEqual(["run-2"]);
  expect(told).toHaveLength(1);
});

it("names the event that does not fit its hash", async () => {
  const { store } = await damagedBy(`${alterEvents} event = replace(event, 'two', 'TWO')`);
  await using _store = store;
  await expect(store.readEvents("run-1")).rejects.toThrow(/event 2, or the one before it, was altered/);
});

it("notices a forger who gives an altered event a hash that fits", async () => {
  const { home, store } = await damagedBy("DROP TRIGGER events_are_append_only");
  await using _store = store;
  const raw = new Database(join(home, "runs.db"));
  const text = JSON.stringify({ type: "note", message: "TWO" });
  const previousHash = String(raw.prepare("SELECT hash FROM events WHERE sequence = 1").pluck().get());
  const hash = chainHash(previousHash, { runId: "run-1", sequence: 2, at, text });
  raw.prepare("UPDATE events SET event = ?, hash = ? WHERE sequence = 2").run(text, hash);
  raw.close();
  await expect(store.readEvents("run-1")).rejects.toThrow(/event 3, or the one before it, was altered/);
});

it("keeps others from updating events", async () => {
  await expect(damagedBy("UPDATE events SET at = 'x'")).rejects.toThrow("events are append-only");
});

it.each([
  ["altered", (path: string) => writeFileSync(path, "y".repeat(200_000))],
  ["cut", (path: string) => truncateSync(path, 10)],
  ["gone", (path: string) => rmSync(path)],
])("notices a content file that is %s", async (_, damage) => {
  const { home, store } = await damagedBy("");
  await using _store = store;
  const [file] = readdirSync(join(home, "contents"), { recursive: true, withFileTypes: true }).filter(
    (entry) => entry.isFile(),
  );
  damage(join(file?.parentPath ?? "", file?.name ?? ""));
  await expect(store.readArtifact("run-1", "long")).rejects.toMatchObject({
    code: "store",
    details: { table: "artifacts", runId: "run-1" },
  });
});

it("mends a content file that was cut when the same content comes again", async () => {
  const { home, store } = await damagedBy("");
  await using _store = store;
  const [file] = readdirSync(join(home, "contents"), { recursive: true, withFileTypes: true }).filter(
    (entry) => entry.isFile(),
  );
  truncateSync(join(file?.parentPath ?? "", file?.name ?? ""), 10);
  const content = "x".repeat(200_000);
  await store.putArtifact("run-1", { name: "again", mediaType: "text/plain", producer: null, content });
  expect((await store.readArtifact("run-1", "long"))?.length).toBe(200_000);
});

import { readdirSync, rmSync, truncateSync } from "node:fs";
import { join } from "node:path";
import type { AuditProblem } from "@kimi/contracts";
import Database from "better-sqlite3";
import { expect, it } from "vitest";
import { chainHash } from "../../src/tables/chain-hash.ts";
import { damagedBy } from "../support/damaged-store.ts";

const at = "2026-11-01T10:00:01.000Z";
const unguarded = "DROP TRIGGER events_are_append_only;";

async function problemsAfter(sql: string): Promise<readonly AuditProblem[]> {
  const { store } = await damagedBy(sql);
  await using _store = store;
  return (await store.auditRun("run-1")).problems;
}

it("finds nothing wrong with a run that nobody touched, and says how much it looked at", async () => {
  const { store } = await damagedBy("");
  await using _store = store;
  expect(await store.auditRun("run-1")).toEqual({
    runId: "run-1",
    checked: { events: 3, attempts: 1, modelCalls: 1, artifacts: 2 },
    problems: [],
  });
});

it.each([
  ["runs", "run run-1", "UPDATE runs SET reason = 'fine'"],
  ["attempts", "attempt 1 at coding", "UPDATE attempts SET outcome = 'submitted'"],
  ["attempts", "attempt 1 at coding", "UPDATE attempts SET input = replace(input, '[]', '[ ]')"],
  [
    "model_calls",
    "call 1 of turn 1, attempt 1 at coding",
    "UPDATE model_calls SET answer = replace(answer, 'hi', 'ho')",
  ],
  [
    "model_calls",
    "call 1 of turn 1, attempt 1 at coding",
    "UPDATE request_items SET item = replace(item, 'hello', 'hallo')",
  ],
  ["model_calls", "call 1 of turn 1, attempt 1 at coding", "DELETE FROM request_items"],
  ["artifacts", "artifact short", "UPDATE artifacts SET media_type = 'text/html' WHERE name = 'short'"],
  ["artifacts", "artifact short", "UPDATE contents SET content = CAST('SHORT' AS BLOB) WHERE bytes = 5"],
  ["artifacts", "artifact short", "DELETE FROM contents WHERE bytes = 5"],
  ["events", "event 2", `${unguarded} UPDATE events SET event = replace(event, 'two', 'TWO')`],
  ["events", "event 1", `${unguarded} UPDATE events SET at = '2026-11-01T10:00:02.000Z' WHERE sequence = 1`],
  ["events", "event 2", "DELETE FROM events WHERE sequence = 2"],
  ["events", "event 3", "DELETE FROM events WHERE sequence = 3"],
  ["events", "event 1", "DELETE FROM events"],
  ["events", "event 3", "UPDATE heads SET hash = 'x'"],
  ["heads", "run run-1", "DELETE FROM heads"],
  ["searchable", "run run-1", "DELETE FROM searchable"],
  ["searchable", "run run-1", "DELETE FROM search_index"],
])("names what was altered (%s, %s): %s", async (table, place, sql) => {
  expect(await problemsAfter(sql)).toMatchObject([{ table, place }]);
});

it("goes on after the first problem and reports each", async () => {
  const problems = await problemsAfter(
    `${unguarded} UPDATE events SET event = replace(event, 'two', 'TWO'); DELETE FROM events WHERE sequence = 3;
     UPDATE runs SET reason = 'x'; DELETE FROM contents WHERE bytes = 5; UPDATE attempts SET role = 'x'`,
  );
  expect(problems.map(({ table, place }) => `${table}: ${place}`)).toEqual([
    "runs: run run-1",
    "attempts: attempt 1 at coding",
    "events: event 2",
    "events: event 3",
    "artifacts: artifact short",
  ]);
});

it("finds an event that was altered together with its own hash, at the next one", async () => {
  const { home, store } = await damagedBy(unguarded);
  await using _store = store;
  const raw = new Database(join(home, "runs.db"));
  const text = JSON.stringify({ type: "note", message: "TWO" });
  const previousHash = String(raw.prepare("SELECT hash FROM events WHERE sequence = 1").pluck().get());
  const hash = chainHash(previousHash, { runId: "run-1", sequence: 2, at, text });
  raw.prepare("UPDATE events SET event = ?, hash = ? WHERE sequence = 2").run(text, hash);
  raw.close();
  expect((await store.auditRun("run-1")).problems).toMatchObject([{ table: "events", place: "event 3" }]);
});

it.each([
  ["cut", (path: string) => truncateSync(path, 10), /is not what was written there/],
  ["gone", (path: string) => rmSync(path), /is missing/],
])("finds a content file that is %s", async (_, damage, message) => {
  const { home, store } = await damagedBy("");
  await using _store = store;
  const [file] = readdirSync(join(home, "contents"), { recursive: true, withFileTypes: true }).filter(
    (entry) => entry.isFile(),
  );
  damage(join(file?.parentPath ?? "", file?.name ?? ""));
  const { problems } = await store.auditRun("run-1");
  expect(problems).toMatchObject([{ table: "artifacts", place: "artifact long" }]);
  expect(problems[0]?.problem).toMatch(message);
});

it("notices the end of a log cut off also when it went on after the run's end", async () => {
  const { home, store } = await damagedBy("");
  await using _store = store;
  await store.appendEvent("run-1", at, { type: "note", message: "four" });
  expect((await store.auditRun("run-1")).problems).toEqual([]);
  const raw = new Database(join(home, "runs.db"));
  raw.exec("DELETE FROM events WHERE sequence = 4");
  raw.close();
  expect((await store.auditRun("run-1")).problems).toMatchObject([
    { place: "event 4", problem: "the end of the log was cut off: it had 4 events, and has 3" },
  ]);
});

// Ratios of the store to raw prepared statements, measured side by side in one process:
// `node --conditions=@kimi/source bench/append-and-load.ts`
import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { performance } from "node:perf_hooks";
import Database from "better-sqlite3";
import { openRunStore } from "../src/index.ts";
import { sampleRequest, sampleRun } from "../src/testing/sample-run.ts";

const folder = mkdtempSync(join(tmpdir(), "run-store-bench-"));
const at = "2026-11-01T10:00:01.000Z";
const event = {
  type: "tool-called",
  stage: "coding",
  attempt: 1,
  tool: "write_file",
  toolCallId: "call_1",
  input: { path: "src/greet.ts", content: "export function greet(name: string): string {\n".repeat(8) },
} as const;
const count = 400;
const rounds = 15;

const store = await openRunStore({ home: join(folder, "home") });
const raw = new Database(join(folder, "raw.db"));
raw.pragma("journal_mode = WAL");
raw.pragma("synchronous = NORMAL");
raw.exec(
  "CREATE TABLE events (run TEXT, sequence INTEGER, at TEXT, event TEXT, PRIMARY KEY (run, sequence)) STRICT, WITHOUT ROWID",
);
const insert = raw.prepare("INSERT INTO events VALUES (?, ?, ?, ?)");
const select = raw.prepare<[string], { event: string }>(
  "SELECT * FROM events WHERE run = ? ORDER BY sequence",
);

async function medianMs(work: (round: number) => Promise<void> | void): Promise<number> {
  const times: number[] = [];
  for (let round = 0; round < rounds; round += 1) {
    const start = performance.now();
    await work(round);
    times.push(performance.now() - start);
  }
  return times.toSorted((a, b) => a - b)[Math.floor(rounds / 2)] ?? 0;
}

for (let round = 0; round < rounds; round += 1)
  await store.createRun(sampleRun(`run-${round}`, { status: "failed" }));
const storeAppend = await medianMs(async (round) => {
  for (let index = 0; index < count; index += 1) await store.appendEvent(`run-${round}`, at, event);
});
const rawAppend = await medianMs((round) => {
  for (let index = 1; index <= count; index += 1)
    insert.run(`run-${round}`, index, at, JSON.stringify(event));
});
const storeLoad = await medianMs(async (round) => void (await store.readEvents(`run-${round}`)));
const rawLoad = await medianMs((round) => {
  for (const row of select.all(`run-${round}`)) JSON.parse(row.event);
});
const long = "x".repeat(400);
const answered = await medianMs(async (round) => {
  const request = sampleRequest(round + 1);
  const input = Array.from({ length: 1_000 }, (_, index) => ({ role: "user", content: `${index}${long}` }));
  await store.beginModelCall("run-0", { ...request, body: { input } });
});
for (let index = 0; index < 10_000; index += 1) {
  await store.createRun(
    sampleRun(`many-${index}`, { status: "failed", startedAt: new Date(index * 1_000).toISOString() }),
  );
}
const listed = await medianMs(async () => void (await store.listRuns({ limit: 10_000 })));
const listedPage = await medianMs(async () => void (await store.listRuns()));

const line = (what: string, ours: number, theirs: number): string =>
  `${what.padEnd(28)} ${ours.toFixed(1)} ms, raw ${theirs.toFixed(1)} ms: ${(ours / theirs).toFixed(2)}×`;
console.log(line(`append ${count} events`, storeAppend, rawAppend));
console.log(line(`load ${count} events`, storeLoad, rawLoad));
console.log(`begin a 400 kB model call    ${answered.toFixed(1)} ms`);
console.log(
  `list 10,000 of 10,015 runs   ${listed.toFixed(1)} ms; the newest 50 ${listedPage.toFixed(2)} ms`,
);
await store[Symbol.asyncDispose]();
raw.close();
rmSync(folder, { recursive: true });

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
const rounds = 41;

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

interface Contest {
  readonly oursMs: number;
  readonly rawMs: number;
}

/** Medians of both, taken in turns, so that what else the machine does hits both alike. */
async function compare(
  ours: (round: number) => Promise<unknown>,
  theirs: (round: number) => void,
): Promise<Contest> {
  const times = { ours: [0], theirs: [0] };
  for (let round = 0; round < rounds; round += 1) {
    const start = performance.now();
    await ours(round);
    const between = performance.now();
    theirs(round);
    times.theirs.push(performance.now() - between);
    times.ours.push(between - start);
  }
  return { oursMs: median(times.ours.slice(1)), rawMs: median(times.theirs.slice(1)) };
}

async function medianMs(work: (round: number) => Promise<unknown>): Promise<number> {
  return (await compare(work, () => {})).oursMs;
}

function median(times: readonly number[]): number {
  return times.toSorted((a, b) => a - b)[Math.floor(times.length / 2)] ?? 0;
}

for (let round = 0; round < rounds; round += 1) await store.createRun(sampleRun(`run-${round}`));
const append = await compare(
  async (round) => {
    for (let index = 0; index < count; index += 1) await store.appendEvent(`run-${round}`, at, event);
  },
  (round) => {
    for (let index = 1; index <= count; index += 1)
      insert.run(`run-${round}`, index, at, JSON.stringify(event));
  },
);
const load = await compare(
  (round) => store.readEvents(`run-${round}`),
  (round) => {
    for (const row of select.all(`run-${round}`)) JSON.parse(row.event);
  },
);

const item = (turn: number): { role: string; content: string } => ({
  role: "user",
  content: `${turn} ${"x".repeat(2_000)}`,
});
const conversation = Array.from({ length: 200 }, (_, turn) => item(turn));
const turns: number[] = [];
for (let turn = 1; turn <= conversation.length; turn += 1) {
  const request = {
    ...sampleRequest(turn),
    body: { tools: ["t".repeat(5_000)], input: conversation.slice(0, turn) },
  };
  const start = performance.now();
  await store.beginModelCall("run-0", request);
  turns.push(performance.now() - start);
}
const check = new Database(join(folder, "home", "runs.db"));
const stored = Number(check.prepare("SELECT sum(length(item)) FROM request_items").pluck().get());
check.close();
const readCalls = await medianMs(() => store.readModelCalls("run-0"));

for (let index = 0; index < 10_000; index += 1) {
  await store.createRun(
    sampleRun(`many-${index}`, { status: "failed", startedAt: new Date(index * 1_000).toISOString() }),
  );
}
const listed = await medianMs(() => store.listRuns({ limit: 10_000 }));
const listedPage = await medianMs(() => store.listRuns());
const searched = await medianMs(() => store.listRuns({ text: "greeting", limit: 10_000 }));

const line = (what: string, { oursMs, rawMs }: Contest): string =>
  `${what.padEnd(32)} ${oursMs.toFixed(2)} ms, raw ${rawMs.toFixed(2)} ms: ${(oursMs / rawMs).toFixed(2)}×`;
console.log(line(`append ${count} events`, append));
console.log(line(`load ${count} events`, load));
console.log(
  `begin 200 turns of 2 kB          first ${turns[0]?.toFixed(2)} ms, last ${turns.at(-1)?.toFixed(2)} ms; ${stored} bytes for ${JSON.stringify(conversation).length} bytes of conversation`,
);
console.log(`read the 200 calls               ${readCalls.toFixed(1)} ms`);
console.log(
  `list 10,000 runs                 ${listed.toFixed(1)} ms; the newest 50 ${listedPage.toFixed(2)} ms; by text ${searched.toFixed(1)} ms`,
);
await store[Symbol.asyncDispose]();
raw.close();
rmSync(folder, { recursive: true });

import { readdirSync } from "node:fs";
import { join } from "node:path";
import Database from "better-sqlite3";
import { expect, it } from "vitest";
import { openRunStore } from "../src/index.ts";
import { sampleRun } from "../src/testing/sample-run.ts";
import { newHome } from "./support/scratch.ts";
import { startWorker } from "./support/start-worker.ts";

it("lets sixteen processes make one database and append to one log: nothing is lost, no place is taken twice", async () => {
  const home = newHome();
  const workers = Array.from({ length: 16 }, () => startWorker("append", home, "run-1", "25"));
  await Promise.all(workers.map((worker) => worker.nextLine()));
  await using store = await openRunStore({ home });
  await store.createRun(sampleRun("run-1"));
  for (const worker of workers) worker.process.stdin?.end("go\n");
  expect(await Promise.all(workers.map(({ ended }) => ended))).toEqual(workers.map(() => 0));

  const events = await store.readEvents("run-1");
  expect(events.map(({ sequence }) => sequence)).toEqual(
    Array.from({ length: 400 }, (_, index) => index + 1),
  );
  const perWorker = Map.groupBy(events, ({ event }) =>
    event.type === "note" ? event.message.split(" ")[0] : "",
  );
  expect([...perWorker.values()].map(({ length }) => length)).toEqual(workers.map(() => 25));
});

it("is made by one of many processes that open it for the first time at once, and opened by all", async () => {
  const home = newHome();
  const workers = Array.from({ length: 6 }, () => startWorker("open", home));
  await Promise.all(workers.map((worker) => worker.nextLine()));
  for (let round = 0; round < 60; round += 1) {
    for (const worker of workers) worker.process.stdin?.write(`home-${round}\n`);
    expect(await Promise.all(workers.map((worker) => worker.nextLine()))).toEqual(
      workers.map(() => `home-${round}`),
    );
    expect(readdirSync(join(home, `home-${round}`)).filter((name) => /lock$|new$/.test(name))).toEqual([]);
  }
  for (const worker of workers) worker.process.stdin?.end();
  expect(await Promise.all(workers.map(({ ended }) => ended))).toEqual(workers.map(() => 0));
});

it("sees a run of another process as running, and as interrupted once that process is killed", async () => {
  const home = newHome();
  await using store = await openRunStore({ home });
  const worker = startWorker("hold", home, "run-1");
  expect(await worker.nextLine()).toBe("claimed");
  expect(await store.readRun("run-1")).toMatchObject({ status: "running" });
  await expect(store.claim("run-2", "/projects/sample")).rejects.toMatchObject({
    code: "target-busy",
    details: { runId: "run-1" },
  });
  await expect(store.claim("run-1", "/projects/sample")).rejects.toMatchObject({ code: "target-busy" });

  worker.process.kill("SIGKILL");
  await worker.ended;
  expect(await store.readRun("run-1")).toMatchObject({ status: "interrupted", resumable: true });
  expect(await store.listRuns({ status: "interrupted" })).toHaveLength(1);
  await using claim = await store.claim("run-2", "/projects/sample");
  await expect(store.claim("run-1", "/projects/sample")).rejects.toMatchObject({
    details: { runId: claim.runId },
  });
});

it("has everything it acknowledged after the process is killed, and a chain without a break", async () => {
  const home = newHome();
  for (const kill of [1, 4, 9, 16]) {
    const runId = `run-${kill}`;
    const worker = startWorker("record", home, runId);
    let acknowledged = 0;
    while (acknowledged < kill) acknowledged = Number(await worker.nextLine());
    worker.process.kill("SIGKILL");
    await worker.ended;

    await using store = await openRunStore({ home });
    const calls = await store.readModelCalls(runId);
    expect(calls.filter(({ answer }) => answer !== null).length).toBeGreaterThanOrEqual(acknowledged);
    expect(calls.slice(0, -1).every(({ answer }) => answer !== null)).toBe(true);
    expect((await store.readEvents(runId)).length).toBeGreaterThanOrEqual(acknowledged);
  }
  const raw = new Database(join(home, "runs.db"), { readonly: true });
  expect(raw.pragma("integrity_check", { simple: true })).toBe("ok");
  raw.close();
});

import { readdirSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import type { RunStore } from "@kimi/contracts";
import Database from "better-sqlite3";
import { expect, it } from "vitest";
import { openRunStore } from "../../src/index.ts";
import { ContentFiles } from "../../src/contents/content-files.ts";
import { Contents } from "../../src/contents/contents.ts";
import { prepareHome } from "../../src/database/prepare-home.ts";
import { openStoreDatabase } from "../../src/database/store-database.ts";
import { collectContents } from "../../src/prune/collect-contents.ts";
import { sampleRun } from "../../src/testing/sample-run.ts";
import { newHome } from "../support/scratch.ts";
import { startWorker } from "../support/start-worker.ts";

const filesOf = (home: string): readonly string[] =>
  readdirSync(join(home, "contents"), { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile())
    .map(({ name }) => name);

async function putLong(store: RunStore, runId: string, text: string): Promise<void> {
  await store.createRun(sampleRun(runId, { status: "failed" }));
  const artifact = { name: "long", mediaType: "text/plain", producer: null };
  await store.putArtifact(runId, { ...artifact, content: text.repeat(150_000) });
}

it("removes the files and rows of contents that only forgotten runs had", async () => {
  const home = newHome();
  await using store = await openRunStore({ home });
  await putLong(store, "run-1", "a");
  await putLong(store, "run-2", "b");
  await putLong(store, "run-3", "b");
  expect(filesOf(home)).toHaveLength(2);
  await store.deleteRuns(["run-1", "run-2"]);
  expect(filesOf(home)).toHaveLength(1);
  expect((await store.readArtifact("run-3", "long"))?.length).toBe(150_000);
  await store.deleteRuns(["run-3"]);
  expect(filesOf(home)).toEqual([]);
  const raw = new Database(join(home, "runs.db"), { readonly: true });
  expect(raw.prepare("SELECT count(*) FROM contents").pluck().get()).toBe(0);
  expect(raw.pragma("integrity_check", { simple: true })).toBe("ok");
  expect(raw.pragma("foreign_key_check")).toEqual([]);
  raw.close();
});

it("removes files that a dead process left without a row, and none that is being written", async () => {
  const home = newHome();
  await using store = await openRunStore({ home });
  await putLong(store, "run-1", "a");
  const [folder = ""] = readdirSync(join(home, "contents"));
  writeFileSync(join(home, "contents", folder, "0".repeat(62)), "left");
  writeFileSync(join(home, "contents", folder, `${"1".repeat(62)}.some.tmp`), "being written");
  await store.deleteRuns([]);
  expect(filesOf(home)).toHaveLength(2);
  expect(filesOf(home)).toContain(`${"1".repeat(62)}.some.tmp`);
  expect((await store.readArtifact("run-1", "long"))?.length).toBe(150_000);
});

it("loses no content that was made ready before a collection and is entered after it", async () => {
  const home = newHome();
  const files = prepareHome(home);
  const database = await openStoreDatabase(files.database, 1_000);
  const contentFiles = new ContentFiles(files.contents);
  const contents = new Contents(database.connection, contentFiles);
  const place = { table: "contents", runId: null };
  const prepared = contents.prepare(Buffer.alloc(150_000));
  collectContents(database, contentFiles);
  expect(filesOf(home)).toEqual([]);
  database.write(place, () => contents.enter(prepared));
  expect(contents.read(prepared.hash, place).length).toBe(150_000);
  database.close();
});

it("forgets runs while another process records: nothing of that one is lost", async () => {
  const home = newHome();
  await using store = await openRunStore({ home });
  const worker = startWorker("record", home, "recording");
  for (let round = 0; round < 8; round += 1) {
    await worker.nextLine();
    await putLong(store, `old-${round}`, "x");
    await store.deleteRuns([`old-${round}`]);
  }
  worker.process.kill("SIGKILL");
  await worker.ended;
  expect((await store.auditRun("recording")).problems).toEqual([]);
  expect((await store.readModelCalls("recording")).length).toBeGreaterThanOrEqual(8);
  expect((await store.listRuns()).map(({ id }) => id)).toEqual(["recording"]);
});

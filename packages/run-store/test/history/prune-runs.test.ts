import type { RunStatus } from "@kimi/contracts";
import { expect, it } from "vitest";
import { pruneRuns, type PruneOptions } from "../../src/index.ts";
import { createMemoryRunStore } from "../../src/testing/memory-run-store.ts";
import { sampleRun } from "../../src/testing/sample-run.ts";

const at = "2026-11-09T10:00:00.000Z";

async function storeOf(...statuses: readonly RunStatus[]) {
  const store = createMemoryRunStore();
  for (const [index, status] of statuses.entries()) {
    const day = `2026-11-0${index + 1}T10:00:00.000Z`;
    const resumable = status === "paused" || status === "cancelled";
    await store.createRun(
      sampleRun(`${index + 1}-${status}`, { status, startedAt: day, endedAt: day, resumable }),
    );
    await store.appendEvent(`${index + 1}-${status}`, at, { type: "note", message: "x".repeat(10_000) });
  }
  await store.claim("4-running", "/projects/sample");
  return store;
}

it.each<[string, PruneOptions, readonly string[]]>([
  ["by status", { statuses: ["failed"] }, ["1-failed", "5-failed"]],
  [
    "by age, and nothing that could be resumed",
    { before: "2026-11-04T00:00:00.000Z" },
    ["1-failed", "3-succeeded"],
  ],
  [
    "resumable ones when asked to",
    { before: "2026-11-04T00:00:00.000Z", includeResumable: true },
    ["1-failed", "2-paused", "3-succeeded"],
  ],
  ["never a running one", { statuses: ["running"], includeResumable: true }, []],
  ["no resumable one although its status was named", { statuses: ["paused"] }, []],
  ["by status and age", { statuses: ["failed"], before: "2026-11-02T00:00:00.000Z" }, ["1-failed"]],
  ["the oldest until the rest fits", { maxBytes: 40_000 }, ["1-failed", "3-succeeded"]],
  ["nothing when all fits", { maxBytes: 1_000_000 }, []],
  ["no more than may go when nothing fits", { maxBytes: 0 }, ["1-failed", "3-succeeded", "5-failed"]],
])("forgets %s", async (_, options, expected) => {
  await using store = await storeOf("failed", "paused", "succeeded", "running", "failed");
  const dry = await pruneRuns(store, { ...options, dryRun: true });
  expect(dry.map(({ run }) => run.id)).toEqual(expected);
  expect(await store.listRuns()).toHaveLength(5);
  expect(await pruneRuns(store, options)).toEqual(dry);
  const left = (await store.listRuns()).map(({ id }) => id);
  expect(left).toHaveLength(5 - expected.length);
  expect(left.filter((id) => expected.includes(id))).toEqual([]);
});

it("keeps the run of a dead process, which could be resumed", async () => {
  await using store = createMemoryRunStore();
  await store.createRun(sampleRun("dead"));
  expect(await pruneRuns(store, { before: "2030-01-01T00:00:00.000Z" })).toEqual([]);
  expect(await pruneRuns(store, { before: "2030-01-01T00:00:00.000Z", includeResumable: true })).toHaveLength(
    1,
  );
});

it("forgets nothing when nobody said what", async () => {
  await using store = createMemoryRunStore();
  await expect(pruneRuns(store, { includeResumable: true })).rejects.toMatchObject({ code: "usage" });
});

import { expect, it } from "vitest";
import { followEvents } from "../../src/index.ts";
import { createMemoryRunStore } from "../../src/testing/memory-run-store.ts";
import { sampleRun } from "../../src/testing/sample-run.ts";

const at = "2026-11-09T10:00:00.000Z";
const note = (message: string) => ({ type: "note", message }) as const;

it("gives what was, then what comes, and ends with the run", async () => {
  await using store = createMemoryRunStore();
  await store.createRun(sampleRun("run-1"));
  await using _claim = await store.claim("run-1", "/projects/sample");
  await store.appendEvent("run-1", at, note("one"));
  const seen: number[] = [];
  for await (const { sequence } of followEvents(store, "run-1", { intervalMs: 1 })) {
    seen.push(sequence);
    if (sequence < 4) await store.appendEvent("run-1", at, note("more"));
    else await store.updateRun("run-1", { status: "failed" });
  }
  expect(seen).toEqual([1, 2, 3, 4]);
});

it("starts after an event", async () => {
  await using store = createMemoryRunStore();
  await store.createRun(sampleRun("run-1", { status: "failed" }));
  for (const text of ["one", "two", "three"]) await store.appendEvent("run-1", at, note(text));
  const seen: number[] = [];
  for await (const { sequence } of followEvents(store, "run-1", { afterSequence: 1 })) seen.push(sequence);
  expect(seen).toEqual([2, 3]);
});

it("ends when it is told to", async () => {
  await using store = createMemoryRunStore();
  await store.createRun(sampleRun("run-1"));
  await using _claim = await store.claim("run-1", "/projects/sample");
  const stop = new AbortController();
  await store.appendEvent("run-1", at, note("one"));
  const seen: number[] = [];
  for await (const { sequence } of followEvents(store, "run-1", {
    intervalMs: 60_000,
    signal: stop.signal,
  })) {
    seen.push(sequence);
    stop.abort();
  }
  expect(seen).toEqual([1]);
});

it("refuses a run that is not there", async () => {
  await using store = createMemoryRunStore();
  await expect(followEvents(store, "run-9").next()).rejects.toMatchObject({ code: "usage" });
});

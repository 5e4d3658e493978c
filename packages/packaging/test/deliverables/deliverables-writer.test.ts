import { readFileSync, rmSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import type { DeliverableSink } from "@kimi/contracts";
import { expect, it } from "vitest";
import { createPackager } from "../../src/index.ts";
import { newFolder, put } from "../support/export-folder.ts";
import { anAttempt, finishedRun, StoredRun } from "../support/stored-run.ts";

class FolderSink implements DeliverableSink {
  readonly folder: string;
  writes: string[] = [];

  constructor(folder = newFolder()) {
    this.folder = folder;
  }

  async write(path: string, content: string | Uint8Array): Promise<void> {
    this.writes.push(path);
    put(this.folder, path, content);
  }

  text(path: string): string {
    return readFileSync(join(this.folder, path), "utf8");
  }

  json(path: string): unknown {
    return JSON.parse(this.text(path));
  }
}

const running = finishedRun({ status: "running", endedAt: null });
const runId = finishedRun().id;

it("writes the run, its events, the stages by number and name, and the artifacts that are no internals", async () => {
  const stored = new StoredRun();
  stored.attempts = [
    anAttempt("requirements", 0, 1, { kind: "requirements" }),
    anAttempt("coding", 1, 1),
    anAttempt("coding", 1, 2, { kind: "coding" }),
    anAttempt("security-review", 4, 1, { kind: "review" }),
  ];
  stored.events = [
    { sequence: 1, at: "2026-11-01T10:00:01.000Z", event: { type: "note", message: "one" } },
    { sequence: 2, at: "2026-11-01T10:00:02.000Z", event: { type: "note", message: "two" } },
  ];
  stored.artifacts.set("02-coding/code-objects.json", Buffer.from("[]"));
  stored.artifacts.set("internal/state", Buffer.from("hidden"));
  const sink = new FolderSink();
  await createPackager().writeDeliverables(runId, stored.store, sink);

  expect(sink.writes).toEqual([
    "01-requirements/input.json",
    "01-requirements/output.json",
    "02-coding/code-objects.json",
    "02-coding/input.attempt-1.json",
    "02-coding/input.json",
    "02-coding/output.attempt-1.json",
    "02-coding/output.json",
    "05-security-review/input.json",
    "05-security-review/output.json",
    "events.jsonl",
    "run.json",
  ]);
  expect(sink.json("run.json")).toEqual(finishedRun());
  expect(sink.json("02-coding/output.json")).toEqual({ kind: "coding" });
  expect(sink.json("02-coding/output.attempt-1.json")).toBeNull();
  expect(sink.json("02-coding/input.attempt-1.json")).toMatchObject({ changedPaths: ["coding-1"] });
  expect(sink.json("02-coding/input.json")).toMatchObject({ changedPaths: ["coding-2"] });
  expect(
    sink
      .text("events.jsonl")
      .trimEnd()
      .split("\n")
      .map((line) => JSON.parse(line) as unknown),
  ).toEqual(stored.events);
});

it("writes again only what has changed, and reads no other content", async () => {
  const stored = new StoredRun(running);
  stored.artifacts.set("requirements.json", Buffer.from("[]"));
  const packager = createPackager();
  const sink = new FolderSink();
  await packager.writeDeliverables(runId, stored.store, sink);
  sink.writes = [];
  stored.contentReads.length = 0;
  await packager.writeDeliverables(runId, stored.store, sink);
  expect(sink.writes).toEqual([]);

  stored.attempts = [anAttempt("coding", 1)];
  stored.artifacts.set("trace.md", Buffer.from("# Trace"));
  await packager.writeDeliverables(runId, stored.store, sink);
  expect(sink.writes).toEqual(["02-coding/input.json", "02-coding/output.json", "trace.md"]);
  expect(stored.contentReads).toEqual(["trace.md"]);
});

it("never leaves an older attempt's output where the last one's belongs", async () => {
  const stored = new StoredRun(running);
  const packager = createPackager();
  const sink = new FolderSink();
  stored.attempts = [anAttempt("coding", 1, 1, { kind: "first" })];
  await packager.writeDeliverables(runId, stored.store, sink);
  stored.attempts.push(anAttempt("coding", 1, 2));
  await packager.writeDeliverables(runId, stored.store, sink);
  expect(sink.json("02-coding/output.json")).toBeNull();
  expect(sink.json("02-coding/output.attempt-1.json")).toEqual({ kind: "first" });
});

it("writes again what somebody has removed or cut in the meantime", async () => {
  const stored = new StoredRun(running);
  const packager = createPackager();
  const sink = new FolderSink();
  await packager.writeDeliverables(runId, stored.store, sink);
  rmSync(join(sink.folder, "events.jsonl"));
  writeFileSync(join(sink.folder, "run.json"), "{}");
  const reopened = new FolderSink(sink.folder);
  await packager.writeDeliverables(runId, stored.store, reopened);
  expect(reopened.writes).toEqual(["events.jsonl", "run.json"]);
  expect(reopened.json("run.json")).toEqual(running);
});

it("writes everything into a folder it has not seen, and anew when the run goes on after its end", async () => {
  const stored = new StoredRun();
  const packager = createPackager();
  const sink = new FolderSink();
  await packager.writeDeliverables(runId, stored.store, sink);
  await packager.writeDeliverables(runId, stored.store, sink);
  expect(sink.writes).toEqual(["events.jsonl", "run.json", "events.jsonl", "run.json"]);
});

it("writes a file again whose writing failed", async () => {
  const stored = new StoredRun(running);
  const packager = createPackager();
  const sink = new FolderSink();
  const failing = sink.write.bind(sink);
  sink.write = async (path, content) => {
    if (path === "run.json") throw new Error("disk full");
    await failing(path, content);
  };
  await expect(packager.writeDeliverables(runId, stored.store, sink)).rejects.toThrow("disk full");
  sink.write = failing;
  sink.writes = [];
  await packager.writeDeliverables(runId, stored.store, sink);
  expect(sink.writes).toEqual(["run.json"]);
});

it.each(["../escape", "/absolute", "a//b", "a/./b", "nul\0"])(
  "refuses an artifact called %j",
  async (name) => {
    const stored = new StoredRun();
    stored.artifacts.set(name, Buffer.from("x"));
    const sink = new FolderSink();
    const writing = createPackager().writeDeliverables(runId, stored.store, sink);
    await expect(writing).rejects.toMatchObject({ code: "path-refused" });
    expect(sink.writes).toEqual([]);
  },
);

it("refuses an artifact that would stand where the run's own record does", async () => {
  const stored = new StoredRun();
  stored.artifacts.set("run.json", Buffer.from("{}"));
  await expect(createPackager().writeDeliverables(runId, stored.store, new FolderSink())).rejects.toThrow(
    /Two deliverables are called run\.json/,
  );
});

it("refuses a run that does not exist", async () => {
  const writing = createPackager().writeDeliverables(runId, new StoredRun(null).store, new FolderSink());
  await expect(writing).rejects.toMatchObject({ code: "internal" });
});

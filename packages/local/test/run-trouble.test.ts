import { spawnSync } from "node:child_process";
import {
  cpSync,
  mkdirSync,
  readdirSync,
  readFileSync,
  rmSync,
  statSync,
  truncateSync,
  writeFileSync,
} from "node:fs";
import { join } from "node:path";
import { DatabaseSync } from "node:sqlite";
import { handwriteRecording } from "@kimi/models/testing";
import { describe, expect, it } from "vitest";
import { createOrchestrator, type LocalOptions } from "../src/index.ts";
import { answersWith, bodies, listTree } from "../src/testing/index.ts";
import { prepareRun, type ScriptedRun } from "./support/scripted-run.ts";

const answers = answersWith(bodies.right);

/** A run that stopped in the middle of coding, and its project as it was. */
async function prepareStopped() {
  const prepared = await prepareRun(answers);
  const before = await listTree(prepared.project);
  const { result } = await prepared.run({ budget: { maxTurns: 2 } });
  expect(result).toMatchObject({ status: "paused", resumable: true });
  return { ...prepared, before, runId: result.runId };
}

/** Another orchestrator over the same folder, or over a copy of its home. */
async function reopen({ folder }: ScriptedRun, home = join(folder, "home")) {
  const options: LocalOptions = {
    home,
    workingDirectory: folder,
    environment: { PATH: process.env["PATH"], HOME: process.env["HOME"] },
    recording: handwriteRecording(answers),
  };
  return createOrchestrator(options);
}

async function resumeIn(local: Awaited<ReturnType<typeof reopen>>, runId: string) {
  const handle = await local.resume(runId, { budget: { maxTurns: 40 } });
  return await handle.result;
}

describe("a run that somebody else goes on with already", () => {
  it("is refused to whoever comes second, and the first one comes to its end", async () => {
    const stopped = await prepareStopped();
    await using other = await reopen(stopped);
    const first = await stopped.local.resume(stopped.runId, { budget: { maxTurns: 40 } });
    for await (const { event } of first.events) if (event.type === "run-resumed") break;
    await expect(resumeIn(other, stopped.runId)).rejects.toMatchObject({
      code: "target-busy",
      message: expect.stringContaining(stopped.runId),
    });
    expect(await first.result).toMatchObject({ status: "succeeded", applied: true });
  });
});

describe("a run whose record was damaged", () => {
  it.each([
    [
      "a model's answer was altered",
      "model_calls",
      "UPDATE model_calls SET answer = replace(answer, 'greet', 'great')",
    ],
    [
      "an event was altered",
      "events",
      "DROP TRIGGER events_are_append_only; UPDATE events SET event = replace(event, 'coding', 'codling')",
    ],
  ])("is not taken up when %s: it says where, and the project is left alone", async (_, table, sql) => {
    const stopped = await prepareStopped();
    await stopped.local[Symbol.asyncDispose]();
    const database = new DatabaseSync(join(stopped.folder, "home/runs.db"));
    database.exec(sql);
    database.close();
    await using local = await reopen(stopped);
    await expect(resumeIn(local, stopped.runId)).rejects.toMatchObject({ code: "store", details: { table } });
    expect((await local.auditRun(stopped.runId)).problems.map((one) => one.table)).toContain(table);
    expect(await listTree(stopped.project)).toEqual(stopped.before);
  });

  it("is not taken up when a payload file is missing, and is once it is back", async () => {
    const prepared = await prepareRun(answers);
    const plan = join(prepared.folder, "plan.md");
    writeFileSync(
      plan,
      `${readFileSync(plan, "utf8")}\n# Notes\n\n${"More than a row holds. ".repeat(6_000)}\n`,
    );
    const before = await listTree(prepared.project);
    const { result } = await prepared.run({ budget: { maxTurns: 2 } });
    await prepared.local[Symbol.asyncDispose]();
    const contents = join(prepared.folder, "home/contents");
    cpSync(contents, `${contents}.kept`, { recursive: true });
    expect(readdirSync(contents)).not.toEqual([]);
    rmSync(contents, { recursive: true });
    {
      await using local = await reopen(prepared);
      await expect(resumeIn(local, result.runId)).rejects.toMatchObject({ code: "store" });
      expect(await listTree(prepared.project)).toEqual(before);
    }
    rmSync(contents, { recursive: true });
    cpSync(`${contents}.kept`, contents, { recursive: true });
    await using local = await reopen(prepared);
    expect(await resumeIn(local, result.runId)).toMatchObject({ status: "succeeded", applied: true });
  });

  it("is taken up from what is left when the end of the write-ahead log is gone", async () => {
    const stopped = await prepareStopped();
    const copy = join(stopped.folder, "copy");
    cpSync(join(stopped.folder, "home"), copy, { recursive: true });
    const log = join(copy, "runs.db-wal");
    truncateSync(log, Math.floor(statSync(log).size * 0.9));
    await using local = await reopen(stopped, copy);
    expect(await local.store.readRun(stopped.runId)).toMatchObject({
      status: "interrupted",
      resumable: true,
    });
    expect((await local.auditRun(stopped.runId)).problems).toEqual([]);
    expect(await resumeIn(local, stopped.runId)).toMatchObject({ status: "succeeded", applied: true });
  });

  it("is not opened by a program older than its database", async () => {
    const stopped = await prepareStopped();
    await stopped.local[Symbol.asyncDispose]();
    const database = new DatabaseSync(join(stopped.folder, "home/runs.db"));
    database.exec("PRAGMA user_version = 99");
    database.close();
    await expect(reopen(stopped)).rejects.toThrow(/schema version 99; this program knows versions up to \d+/);
    expect(await listTree(stopped.project)).toEqual(stopped.before);
  });
});

describe("a run whose disk is full", () => {
  const mayMount = spawnSync("unshare", ["-Urm", "mount", "-t", "tmpfs", "tmpfs", "/tmp"]).status === 0;

  it("stops with the project as it was, and goes on to its end once there is room", async () => {
    const { folder } = await prepareRun(answers);
    const disk = join(folder, "disk");
    mkdirSync(disk);
    const script = 'mount -t tmpfs -o size=1g tmpfs "$2" && exec "$0" --conditions=@kimi/source "$1" "$2"';
    const worker = join(import.meta.dirname, "support/small-disk-child.ts");
    const { stdout, stderr } = spawnSync(
      "unshare",
      ["-Urm", "sh", "-c", script, process.execPath, worker, disk],
      {
        encoding: "utf8",
      },
    );
    const stopped = {
      status: "errored",
      applied: false,
      resumable: true,
      reason: expect.stringMatching(/disk is full|no space/i),
    };
    const ended = { status: "succeeded", applied: true, reason: expect.any(String) };
    const said: unknown = mayMount ? JSON.parse(stdout || JSON.stringify(stderr)) : null;
    // Where namespaces are not allowed, nobody but root may mount a disk.
    const expected = { stopped, untouched: true, ended, problems: [] };
    expect(said).toEqual(mayMount ? expected : null);
  });
});

import { existsSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { PassThrough } from "node:stream";
import { text } from "node:stream/consumers";
import type { Trace } from "@kimi/contracts";
import { expect, it, onTestFinished } from "vitest";
import { runCli } from "../../src/run-cli.ts";

function scratch(): string {
  const folder = mkdtempSync(join(tmpdir(), "tracing-"));
  onTestFinished(() => rmSync(folder, { recursive: true }));
  return folder;
}

async function kimi(folder: string, ...argv: readonly string[]) {
  const [stdout, stderr] = [new PassThrough(), new PassThrough()];
  const terminal = { stdout, stderr, isLive: false, columns: 110, workingDirectory: folder };
  const environment = { KIMI_AGENT_HOME: join(folder, "home") };
  const code = await runCli(argv, { ...terminal, environment, signal: new AbortController().signal });
  stdout.end();
  stderr.end();
  return { code, out: await text(stdout), err: await text(stderr) };
}

const trace: Trace = {
  version: 2,
  runId: "0198-run",
  status: "succeeded",
  treeHash: "0".repeat(64),
  requirements: [],
  lines: [],
  unattributedPaths: [],
  uncoveredSections: [],
  changes: null,
  findings: [],
};

it("trace reads a trace.json of any machine, without a store", async () => {
  const folder = scratch();
  writeFileSync(join(folder, "trace.json"), JSON.stringify(trace));
  expect(await kimi(folder, "trace", "trace.json")).toMatchObject({
    code: 0,
    out: expect.stringContaining("# Trace of run 0198-run"),
  });
  expect(JSON.parse((await kimi(folder, "trace", "./", "--json")).out)).toEqual(trace);
  expect(existsSync(join(folder, "home"))).toBe(false);
});

it.each([
  ["missing.json", null, "There is no trace at"],
  ["other.json", '{"name":"x"}', "other.json is no trace"],
  [
    "newer.json",
    JSON.stringify({ ...trace, version: 9 }),
    "a trace of version 9, and this program reads versions up to 2",
  ],
  ["not.zip", "PK\u0003\u0004 and no more", "not.zip cannot be read as a zip"],
  ["plain.zip", "no zip at all", "plain.zip is no trace: expected JSON"],
])("trace says what is wrong with %s", async (name, content, message) => {
  const folder = scratch();
  if (content !== null) writeFileSync(join(folder, name), content);
  expect(await kimi(folder, "trace", name)).toMatchObject({ code: 2, err: expect.stringContaining(message) });
});

it("why wants a line of a file that a run worked on", async () => {
  const folder = scratch();
  writeFileSync(join(folder, "a.js"), "one\n");
  expect(await kimi(folder, "why", "a.js")).toMatchObject({
    code: 2,
    err: expect.stringContaining("a.js names no line: expected a file and a line of it"),
  });
  expect(await kimi(folder, "why", "a.js:1")).toMatchObject({
    code: 2,
    err: expect.stringContaining("No run in the store worked on a folder that holds"),
  });
  // Compilers write the column too; and a project can be named, with or without a run.
  expect(await kimi(folder, "why", "a.js:1:3", "--target", ".")).toMatchObject({
    code: 0,
    out: expect.stringContaining("there is no run whose result is in this project"),
  });
});

import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { PassThrough } from "node:stream";
import { text } from "node:stream/consumers";
import { expect, it, onTestFinished } from "vitest";
import { runCli } from "../../src/run-cli.ts";

function scratch(): string {
  const folder = mkdtempSync(join(tmpdir(), "machine-"));
  onTestFinished(() => rmSync(folder, { recursive: true }));
  return folder;
}

async function kimi(environment: Record<string, string | undefined>, ...argv: readonly string[]) {
  const [stdout, stderr] = [new PassThrough(), new PassThrough()];
  const terminal = { stdout, stderr, isLive: false, columns: 110, workingDirectory: tmpdir() };
  const code = await runCli(argv, { ...terminal, environment, signal: new AbortController().signal });
  stdout.end();
  stderr.end();
  return { code, out: (await text(stdout)) + (await text(stderr)) };
}

it("doctor says what is there, and fails with advice where a run would", async () => {
  const home = scratch();
  const well = await kimi({ ...process.env, KIMI_AGENT_HOME: home }, "doctor");
  expect(well.out).toMatch(/^ok {6}sandbox +bubblewrap$/m);
  expect(well.code).toBe(0);
  const ill = await kimi({ PATH: home, KIMI_AGENT_HOME: home }, "doctor");
  expect(ill.code).toBe(4);
  expect(ill.out).toMatch(/^MISSING {1}sandbox +none\n {8}bubblewrap .*apt-get install/m);
});

it("snapshots verify says that all is well, and names what is damaged", async () => {
  const home = scratch();
  const environment = { KIMI_AGENT_HOME: home };
  expect(await kimi(environment, "snapshots", "verify")).toEqual({
    code: 0,
    out: "0 snapshots with 0 contents read.\nEverything is as it was recorded, and every snapshot that a run cannot do without is there.\n",
  });
  const id = "ab".repeat(32);
  mkdirSync(join(home, "snapshots/manifests"), { recursive: true });
  writeFileSync(join(home, "snapshots/manifests", id), "not what was recorded");
  const ill = await kimi(environment, "snapshots", "verify");
  expect(ill.code).toBe(4);
  expect(ill.out).toMatch(/^abababababab {2}all of it {2}.*damaged/m);
  const { code, out } = await kimi(environment, "snapshots", "verify", "--json");
  expect([code, JSON.parse(out)]).toMatchObject([
    4,
    { snapshots: 1, damages: [{ snapshotId: id, path: null }] },
  ]);
});

it("snapshots prune says what it did, and refuses what is no size", async () => {
  const environment = { KIMI_AGENT_HOME: scratch() };
  expect(await kimi(environment, "snapshots", "prune", "--max-size", "0")).toEqual({
    code: 0,
    out: "0 snapshots deleted, 0 kept; 0 B freed, 0 B left.\n",
  });
  expect((await kimi(environment, "snapshots", "prune", "--max-size", "much")).code).toBe(2);
});

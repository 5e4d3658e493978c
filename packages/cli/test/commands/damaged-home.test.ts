import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { DatabaseSync } from "node:sqlite";
import { PassThrough } from "node:stream";
import { text } from "node:stream/consumers";
import { noTokens, runConfigSchema } from "@kimi/contracts";
import { createOrchestrator } from "@kimi/local";
import { expect, it, onTestFinished } from "vitest";
import { runCli } from "../../src/run-cli.ts";
import { setStage } from "../support/play-run.ts";

const startedAt = "2026-11-01T10:00:00.000Z";
const lostId = "f".repeat(64);

/** A home with an old run, whose snapshot is lost, and a new one; then `sql` is run on it. Gives the command. */
async function damagedHome(sql: string) {
  const home = mkdtempSync(join(tmpdir(), "damaged-home-"));
  onTestFinished(() => rmSync(home, { recursive: true }));
  {
    await using local = await createOrchestrator({ home, environment: {} });
    for (const id of ["old-1", "new-2"])
      await local.store.createRun({
        id,
        status: "succeeded",
        config: runConfigSchema.parse({ targetPath: "/projects/sample", prompt: "Add" }),
        targetPath: "/projects/sample",
        program: "kimi-agent 0.1.0",
        model: "gpt-5.6-sol",
        endpoint: "recording",
        startedAt,
        endedAt: startedAt,
        reason: null,
        resumable: false,
        ledger: { requests: 0, tokens: noTokens, costUsd: 0, unpricedRequests: 0, possiblyBilledRequests: 0 },
        baselineSnapshotId: id === "old-1" ? lostId : null,
        finalSnapshotId: null,
        applied: true,
      });
  }
  const database = new DatabaseSync(join(home, "runs.db"));
  database.exec(sql);
  database.close();
  return async (...argv: readonly string[]) => {
    const [stdout, stderr] = [new PassThrough(), new PassThrough()];
    const terminal = { stdout, stderr, isLive: false, columns: 110, workingDirectory: home };
    const environment = { KIMI_AGENT_HOME: home };
    const code = await runCli(argv, { ...terminal, environment, signal: new AbortController().signal });
    stdout.end();
    stderr.end();
    return { code, out: await text(stdout), err: await text(stderr) };
  };
}

it("says which run lost a snapshot, and what fails without it", async () => {
  const kimi = await damagedHome("");
  const verified = await kimi("snapshots", "verify");
  expect(verified.code).toBe(4);
  expect(verified.out).toMatch(/^old-1 +f{12} +baseline: missing +rollback$/m);
  const audited = await kimi("audit", "old");
  expect(audited.code).toBe(4);
  expect(audited.out).toMatch(/^snapshots +baseline .*impossible: rollback$/m);
  expect(await kimi("audit", "new")).toMatchObject({ code: 0 });
});

const bogus = "UPDATE runs SET status = 'bogus' WHERE id = 'old-1'";

it.each([
  [["runs", "list"], 4, /new-2/],
  [["runs", "list", "--json"], 4, /^\{"id":"new-2".*\}\n$/],
  [["runs", "prune", "--max-size", "0"], 0, /1 would be forgotten/],
  [["snapshots", "prune"], 0, /0 snapshots deleted/],
  [["recover"], 4, /Nothing to recover/],
])("goes on with the other runs in %j, and names the damaged one", async (argv, code, out) => {
  const kimi = await damagedHome(bogus);
  const ended = await kimi(...argv);
  expect(ended).toMatchObject({ code, out: expect.stringMatching(out) });
  expect(ended.err).toMatch(/old-1 cannot be read .*kimi-agent runs forget old-1/s);
});

it("forgets the damaged run as it advises to, and only when told to", async () => {
  const kimi = await damagedHome(bogus);
  expect((await kimi("runs", "forget", "old")).out).toMatch(/old-1 would be forgotten.*--yes/);
  expect((await kimi("runs", "list")).code).toBe(4);
  expect(await kimi("runs", "forget", "old", "--yes")).toMatchObject({ code: 0 });
  expect(await kimi("runs", "list")).toMatchObject({ code: 0, err: "" });
});

it("does not take a run's lines for nobody's because its row was altered", async () => {
  const { folder, kimi, play } = await setStage();
  await play();
  expect((await kimi("why", "project/src/greet.js:2")).out).toContain("written by the coding stage");
  const database = new DatabaseSync(join(folder, "home/runs.db"));
  database.exec("UPDATE runs SET applied = 0");
  database.close();
  for (const target of [[], ["--target", "project"]])
    expect(await kimi("why", "project/src/greet.js:2", ...target)).toMatchObject({
      code: 4,
      err: expect.stringMatching(/damaged row.*its hash does not fit/s),
    });
});

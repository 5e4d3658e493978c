import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { PassThrough } from "node:stream";
import { text } from "node:stream/consumers";
import { noTokens, type RunRecord, runConfigSchema } from "@kimi/contracts";
import { createOrchestrator } from "@kimi/local";
import { afterAll, beforeAll, expect, it } from "vitest";
import { runCli } from "../../src/run-cli.ts";

const home = mkdtempSync(join(tmpdir(), "looking-back-"));
afterAll(() => rmSync(home, { recursive: true }));

const at = "2026-11-02T10:00:01.000Z";

beforeAll(async () => {
  await using local = await createOrchestrator({ home, environment: {} });
  for (const [id, prompt, startedAt] of [
    ["aaa-1", "Add a greeting", "2026-11-01T10:00:00.000Z"],
    ["bbb-2", "Remove the café", "2026-11-02T10:00:00.000Z"],
  ] as const) {
    await local.store.createRun(failedRun(id, prompt, startedAt));
    await local.store.appendEvent(id, at, { type: "note", message: `about ${id}` });
  }
});

function failedRun(id: string, prompt: string, startedAt: string): RunRecord {
  return {
    id,
    status: "failed",
    config: runConfigSchema.parse({ targetPath: "/projects/sample", prompt }),
    targetPath: "/projects/sample",
    program: "kimi-agent 0.1.0",
    model: "gpt-5.6-sol",
    endpoint: "recording",
    startedAt,
    endedAt: startedAt,
    reason: "REQ-1.1 is unproven",
    resumable: false,
    ledger: { requests: 0, tokens: noTokens, costUsd: 0, unpricedRequests: 0, possiblyBilledRequests: 0 },
    baselineSnapshotId: null,
    finalSnapshotId: null,
    applied: false,
  };
}

async function kimi(...argv: readonly string[]): Promise<{ readonly code: number; readonly out: string }> {
  const [stdout, stderr] = [new PassThrough(), new PassThrough()];
  const terminal = { stdout, stderr, isLive: false, columns: 110, workingDirectory: home };
  const environment = { KIMI_AGENT_HOME: home };
  const code = await runCli(argv, { ...terminal, environment, signal: new AbortController().signal });
  stdout.end();
  stderr.end();
  return { code, out: (await text(stdout)) + (await text(stderr)) };
}

it.each([
  [["--text", "greet"], ["aaa-1"]],
  [["--text", "CAFE"], ["bbb-2"]],
  [["--since", "2026-11-02"], ["bbb-2"]],
  [["--until", "2026-11-02"], ["aaa-1"]],
  [
    ["--target", "/projects/sample"],
    ["bbb-2", "aaa-1"],
  ],
])("lists runs by %j", async (options, expected) => {
  const { out } = await kimi("runs", "list", "--json", ...options);
  expect(out.match(/"id":"[^"]+"/g)).toEqual(expected.map((id) => `"id":"${id}"`));
});

it("shows how commands of a run were confined, and by what each limit was kept", async () => {
  const id = "ccc-3";
  {
    await using local = await createOrchestrator({ home, environment: {} });
    await local.store.createRun(failedRun(id, "Limits", "2026-11-02T09:00:00.000Z"));
    const limits = { memory: "a watcher", processes: "a watcher", disk: "a watcher", ending: "its group" };
    const probed = { type: "sandbox-probed", limitsMissing: null } as const;
    await local.store.appendEvent(id, at, { ...probed, tier: "none", limits });
    await local.store.appendEvent(id, at, {
      ...probed,
      tier: "bubblewrap",
      limits: { ...limits, memory: "the kernel" },
    });
  }
  const { out } = await kimi("runs", "show", id);
  expect(out).toMatch(/^sandbox +bubblewrap$/m);
  expect(out).toMatch(/^limit: memory +the kernel$/m);
  expect(out).toMatch(/^limit: ending +its group$/m);
  expect((await kimi("runs", "show", "bbb-2")).out).not.toContain("sandbox");
});

it("shows where the model of a run was asked, and where it was asked before the run moved", async () => {
  const id = "ddd-4";
  const [first, last] = ["http://127.0.0.1:1/v1", "http://127.0.0.1:2/v1"];
  {
    await using local = await createOrchestrator({ home, environment: {} });
    await local.store.createRun({ ...failedRun(id, "Move", "2026-11-02T09:00:00.000Z"), endpoint: last });
    const started = { type: "run-started", runId: id, targetPath: "/projects/sample" } as const;
    const program = "kimi-agent 0.1.0";
    const about = { model: "gpt-5.6-sol", endpoint: first, sandboxTier: "none", program } as const;
    await local.store.appendEvent(id, at, { ...started, ...about });
    const { budget } = failedRun(id, "Move", at).config;
    const resumed = { type: "run-resumed", previousStatus: "paused", stage: "coding", budget } as const;
    for (const endpoint of [first, last, last])
      await local.store.appendEvent(id, at, { ...resumed, endpoint, program });
  }
  const { out } = await kimi("runs", "show", id);
  expect(out).toContain(`gpt-5.6-sol at ${last}\n`);
  expect(out).toMatch(/^before that at +http:\/\/127\.0\.0\.1:1\/v1$/m);
  expect((await kimi("runs", "events", id)).out).toContain(`next: coding`);
  expect((await kimi("runs", "events", id)).out).toContain(`model at ${last}`);
  expect((await kimi("runs", "show", "bbb-2")).out).not.toContain("before that");
});

it("says that no run fits, and refuses a date that is none", async () => {
  expect(await kimi("runs", "list", "--text", "nowhere")).toEqual({ code: 0, out: "No run fits.\n" });
  expect(await kimi("runs", "list", "--since", "soon")).toMatchObject({
    code: 2,
    out: /--since was given soon/,
  });
});

it("shows the events of a run, followed or not, for people and for programs", async () => {
  for (const follow of [[], ["--follow"]]) {
    expect((await kimi("runs", "events", "aaa", ...follow)).out).toMatch(
      /2026-11-02T10:00:01Z +.*about aaa-1/,
    );
    const { out } = await kimi("runs", "events", "aaa-1", "--json", ...follow);
    expect(JSON.parse(out)).toEqual({ sequence: 1, at, event: { type: "note", message: "about aaa-1" } });
  }
});

it("lets nothing that is on record steer the terminal, and loses none of it in JSON", async () => {
  const message = "\u001B]0;pwn\u0007 \u009B31mred \u202Eback\u007F";
  {
    await using local = await createOrchestrator({ home, environment: {} });
    await local.store.appendEvent("aaa-1", at, { type: "note", message });
  }
  expect((await kimi("runs", "events", "aaa-1")).out).toContain("␛]0;pwn␇ \uFFFD31mred \uFFFDback␡\n");
  const { out } = await kimi("runs", "events", "aaa-1", "--json");
  expect(out).not.toMatch(/[^\P{Cc}\n]|\p{Bidi_Control}/u);
  expect(out).toContain(JSON.stringify(message).slice(1, 10));
  expect(JSON.parse(out.trimEnd().split("\n").at(-1) ?? "")).toMatchObject({ event: { message } });
  // What was typed is said again in messages.
  expect((await kimi("runs", "show", "\u001B[31mx")).out).toContain("There is no run ␛[31mx.");
});

it("says what is different between two runs", async () => {
  const { out } = await kimi("runs", "diff", "aaa", "bbb");
  expect(out).toMatch(/prompt +"Add a greeting" +"Remove the café"/);
  expect((await kimi("runs", "diff", "aaa", "aaa")).out).toBe("No difference.\n");
  expect(JSON.parse((await kimi("runs", "diff", "aaa", "bbb", "--json")).out)).toMatchObject({
    before: "aaa-1",
  });
});

it("says that a run is as it was recorded", async () => {
  const { code, out } = await kimi("audit", "latest");
  expect(out).toContain("Of the run's record nothing was altered, cut off or lost.");
  expect(code).toBe(0);
  expect(JSON.parse((await kimi("audit", "aaa", "--json")).out)).toMatchObject({
    runId: "aaa-1",
    problems: [],
  });
});

it("forgets runs only when told to, and says which", async () => {
  expect(await kimi("runs", "prune")).toMatchObject({ code: 2 });
  expect((await kimi("runs", "prune", "--older-than", "2026-11-02")).out).toMatch(
    /aaa-1[^]*1 would be forgotten; say --yes/,
  );
  expect((await kimi("runs", "list")).out).toContain("aaa-1");
  expect((await kimi("runs", "prune", "--older-than", "2026-11-02", "--yes")).out).toMatch(
    /1 forgotten\. [^]*kimi-agent snapshots prune/,
  );
  expect((await kimi("runs", "list")).out).not.toContain("aaa-1");
});

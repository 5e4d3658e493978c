import { appendFile, mkdir, mkdtemp, readFile, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { expect, it, onTestFinished } from "vitest";
import { answersWith, bodies } from "../src/testing/greeting-answers.ts";
import { listTree, writeGreetingProject } from "../src/testing/index.ts";
import { startGreetingServer } from "./support/greeting-server.ts";
import { openKillable } from "./support/killable-run.ts";
import { runProcess } from "./support/run-process.ts";
import { prepareRun } from "./support/scripted-run.ts";

/** What somebody does in a project while a run works in it, or after that died. */
async function goOnWorking(project: string): Promise<void> {
  await appendFile(join(project, "src/greet.js"), "// mine\n");
  await mkdir(join(project, "lib"));
  await writeFile(join(project, "lib/new.js"), "export const mine = 1;\n");
  await writeFile(join(project, ".env"), "MINE=1\n");
}

/** A run in place that was killed with a request in flight after its first edits. */
async function killedRun() {
  const server = await startGreetingServer();
  onTestFinished(() => server[Symbol.asyncDispose]());
  const events = await playWhole(server.url);
  const written = events.indexOf("file-written");
  const asked = events.indexOf("model-requested", written) + 1;
  const folder = await makeFolder();
  const project = await writeGreetingProject(folder);
  const before = await listTree(project);
  const place = { folder, endpoint: server.url };
  const kill = { event: asked, delayMs: null };
  expect(await runProcess({ ...place, inPlace: true, runId: null }, kill)).toMatchObject({ wasKilled: true });
  expect(await listTree(project)).not.toEqual(before);
  const local = await openKillable(place);
  onTestFinished(() => local[Symbol.asyncDispose]());
  const runId = (await local.listRuns())[0]?.id ?? "";
  const kept = join(project, ".kimi_agent/runs", runId, "kept");
  return { project, local, runId, kept, before };
}

/** What such a run goes through when nobody kills it: the types of its events. */
async function playWhole(endpoint: string): Promise<readonly string[]> {
  const folder = await makeFolder();
  await writeGreetingProject(folder);
  await runProcess({ folder, endpoint, inPlace: true, runId: null }, null);
  await using local = await openKillable({ folder, endpoint });
  const events = await local.store.readEvents((await local.listRuns())[0]?.id ?? "");
  return events.map(({ event }) => event.type);
}

async function makeFolder(): Promise<string> {
  const folder = await mkdtemp(join(tmpdir(), "kimi-edits-"));
  onTestFinished(() => rm(folder, { recursive: true }));
  return folder;
}

it("brings a project back after a crash, and keeps what its user did since", async () => {
  const { project, local, kept, before } = await killedRun();
  await goOnWorking(project);
  const edited = await readFile(join(project, "src/greet.js"), "utf8");
  const { restored } = await local.recover();
  expect(restored).toMatchObject([
    {
      report: { verified: true },
      kept: { folder: kept, paths: [".env", "lib/new.js", "src/greet.js"], left: [] },
    },
  ]);
  expect(await listTree(project)).toEqual(before);
  expect(await readFile(join(kept, "src/greet.js"), "utf8")).toBe(edited);
  expect(await readFile(join(kept, "lib/new.js"), "utf8")).toBe("export const mine = 1;\n");
});

it("copies nothing after a crash where all that stands there is the run's own", async () => {
  const { project, local, before } = await killedRun();
  expect(await local.recover()).toMatchObject({ restored: [{ report: { verified: true }, kept: null }] });
  expect(await listTree(project)).toEqual(before);
});

it("goes on after a crash, and keeps what its user did since", async () => {
  const { project, local, runId, kept } = await killedRun();
  await goOnWorking(project);
  const handle = await local.resume(runId);
  expect(await handle.result).toMatchObject({ status: "succeeded", applied: true });
  expect(await readFile(join(kept, "src/greet.js"), "utf8")).toContain("// mine\n");
  expect(await readFile(join(kept, "lib/new.js"), "utf8")).toBe("export const mine = 1;\n");
  expect(await readFile(join(kept, ".env"), "utf8")).toBe("MINE=1\n");
  expect(await readFile(join(project, ".env"), "utf8")).toBe("MODE=local\n");
});

/** Runs in place to the end, with edits of the user's once there is a verdict. */
async function runBesideUser(isCancelled: boolean) {
  const { project, run } = await prepareRun(answersWith(bodies.right));
  let isEdited = false;
  const { result, events } = await run({ inPlace: true }, async (event, cancel) => {
    if (event.type !== "verdict-computed" || isEdited) return;
    isEdited = true;
    await goOnWorking(project);
    if (isCancelled) cancel();
  });
  return { project, result, events, kept: join(project, ".kimi_agent/runs", result.runId, "kept") };
}

it("keeps what its user did in the project while a run worked there that was cancelled", async () => {
  const { result, events, kept } = await runBesideUser(true);
  expect(result.status).toBe("cancelled");
  expect(await readFile(join(kept, "src/greet.js"), "utf8")).toContain("// mine\n");
  expect(await readFile(join(kept, "lib/new.js"), "utf8")).toBe("export const mine = 1;\n");
  expect(await readFile(join(kept, ".env"), "utf8")).toBe("MINE=1\n");
  expect(events).toContainEqual({
    type: "note",
    message: expect.stringContaining(`is kept in ${kept}: .env, lib/new.js, src/greet.js.`),
  });
});

it("judges what its user wrote while it worked there together with the result, and keeps what git ignores", async () => {
  const { project, result, events, kept } = await runBesideUser(false);
  expect(result.status).toBe("succeeded");
  expect(await readFile(join(project, "src/greet.js"), "utf8")).toContain("// mine\n");
  expect(await readFile(join(project, "lib/new.js"), "utf8")).toBe("export const mine = 1;\n");
  expect(await readFile(join(project, ".env"), "utf8")).toBe("MODE=local\n");
  expect(await readFile(join(kept, ".env"), "utf8")).toBe("MINE=1\n");
  expect(events).toContainEqual({
    type: "note",
    message: expect.stringContaining(`is kept in ${kept}: .env.`),
  });
});

import { appendFile, mkdir, mkdtemp, readFile, readdir, rm, stat, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll, expect, it, onTestFinished } from "vitest";
import { answersWith, bodies } from "../src/testing/greeting-answers.ts";
import { listTree, writeGreetingProject } from "../src/testing/index.ts";
import { type GreetingServer, startGreetingServer } from "./support/greeting-server.ts";
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

let server: GreetingServer;
/** After so many events, a request is in flight for the first time since a file was written. */
let inFlight: number;

beforeAll(async () => {
  server = await startGreetingServer();
  const place = { folder: await mkdtemp(join(tmpdir(), "kimi-edits-")), endpoint: server.url };
  await writeGreetingProject(place.folder);
  await runProcess({ ...place, inPlace: true, runId: null }, null);
  await using local = await openKillable(place);
  const stored = await local.store.readEvents((await local.listRuns())[0]?.id ?? "");
  const types = stored.map(({ event }) => event.type);
  inFlight = types.indexOf("model-requested", types.indexOf("file-written")) + 1;
  await rm(place.folder, { recursive: true });
});

afterAll(() => server[Symbol.asyncDispose]());

/** A run in place that was killed with a request in flight after its first edits. */
async function killedRun() {
  const folder = await makeFolder();
  const project = await writeGreetingProject(folder);
  const before = await listTree(project);
  const place = { folder, endpoint: server.url };
  const kill = { event: inFlight, delayMs: null };
  expect(await runProcess({ ...place, inPlace: true, runId: null }, kill)).toMatchObject({ wasKilled: true });
  expect(await listTree(project)).not.toEqual(before);
  const local = await openKillable(place);
  onTestFinished(() => local[Symbol.asyncDispose]());
  return { project, local, runId: (await local.listRuns())[0]?.id ?? "", before };
}

async function makeFolder(): Promise<string> {
  const folder = await mkdtemp(join(tmpdir(), "kimi-edits-"));
  onTestFinished(() => rm(folder, { recursive: true }));
  return folder;
}

/** What was copied out of the way, by path: each state in which it was found. */
async function readKept(
  project: string,
  runId: string,
): Promise<Readonly<Record<string, readonly string[]>>> {
  const folder = join(project, ".kimi_agent/runs", runId, "kept");
  const contents: Record<string, string[]> = {};
  for (const path of await readdir(folder, { recursive: true })) {
    const [, name = ""] = path.split(/\/(.*)/s);
    if (!(await stat(join(folder, path))).isFile()) continue;
    (contents[name] ??= []).push(await readFile(join(folder, path), "utf8"));
  }
  return contents;
}

const mine = {
  ".env": ["MINE=1\n"],
  "lib/new.js": ["export const mine = 1;\n"],
  "src/greet.js": [expect.stringContaining("// mine\n")],
};

it("brings a project back after a crash, and keeps what its user did since", async () => {
  const { project, local, runId, before } = await killedRun();
  await goOnWorking(project);
  const { restored } = await local.recover();
  const paths = [".env", "lib/new.js", "src/greet.js"];
  expect(restored).toMatchObject([{ report: { verified: true }, kept: { paths, left: [] } }]);
  expect(await listTree(project)).toEqual(before);
  expect(await readKept(project, runId)).toEqual(mine);
});

it("copies nothing after a crash where all that stands there is the run's own", async () => {
  const { project, local, before } = await killedRun();
  expect(await local.recover()).toMatchObject({ restored: [{ report: { verified: true }, kept: null }] });
  expect(await listTree(project)).toEqual(before);
});

it("goes on after a crash, and keeps what its user did since", async () => {
  const { project, local, runId } = await killedRun();
  await goOnWorking(project);
  const handle = await local.resume(runId);
  expect(await handle.result).toMatchObject({ status: "succeeded", applied: true });
  expect(await readKept(project, runId)).toEqual(mine);
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
  return { project, result, events };
}

it("keeps what its user did in the project while a run worked there that was cancelled", async () => {
  const { project, result, events } = await runBesideUser(true);
  expect(result.status).toBe("cancelled");
  expect(await readKept(project, result.runId)).toEqual(mine);
  expect(events).toContainEqual({
    type: "note",
    message: expect.stringContaining(": .env, lib/new.js, src/greet.js."),
  });
});

it("judges what its user wrote while it worked there together with the result, and keeps what git ignores", async () => {
  const { project, result } = await runBesideUser(false);
  expect(result.status).toBe("succeeded");
  expect(await readFile(join(project, "src/greet.js"), "utf8")).toContain("// mine\n");
  expect(await readFile(join(project, "lib/new.js"), "utf8")).toBe("export const mine = 1;\n");
  expect(await readFile(join(project, ".env"), "utf8")).toBe("MODE=local\n");
  expect(await readKept(project, result.runId)).toEqual({ ".env": mine[".env"] });
});

it("keeps each state of what its user did, when the run goes back more than once", async () => {
  const { project, run } = await prepareRun(answersWith(bodies.wrong, bodies.worse));
  let round = 0;
  const { result } = await run({ inPlace: true, maxAttempts: 2 }, async (event) => {
    if (event.type !== "verdict-computed") return;
    round += 1;
    await writeFile(join(project, ".env"), `ROUND=${round}\n`);
  });
  expect(result.status).toBe("failed");
  expect(round).toBe(2);
  expect(await readFile(join(project, ".env"), "utf8")).toBe("MODE=local\n");
  expect((await readKept(project, result.runId))[".env"]).toContain("ROUND=2\n");
});

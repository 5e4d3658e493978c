import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { listTree, writeGreetingProject } from "../../src/testing/index.ts";
import type { GreetingServer } from "./greeting-server.ts";
import { openKillable } from "./killable-run.ts";
import { readDeliverables } from "./read-deliverables.ts";
import { readRawState } from "./read-raw-state.ts";
import { runProcess, type Kill } from "./run-process.ts";

/** Everything a run left behind. */
export interface RunRemains {
  readonly status: string | undefined;
  /** Of the project, a line an entry. */
  readonly tree: readonly string[];
  /** By path; without what differs between any two runs. */
  readonly deliverables: Readonly<Record<string, string>>;
  /** Types of its events, in order. */
  readonly events: readonly string[];
  /** Of the last process: when its events came, in milliseconds since it began. */
  readonly timesMs: readonly number[];
  /** Its model calls in the order they were begun, as `stage/attempt/turn`. */
  readonly calls: readonly string[];
  /** Places in the conversation that the server was asked for. */
  readonly asked: readonly (number | null)[];
  /** Calls that were in flight when a process was killed, so that they may be asked for once more. */
  readonly inFlight: readonly string[];
  /** Processes that were killed before their end. */
  readonly kills: number;
  /** What the project was each time a process had died, where that was not what it began as; private trees only. */
  readonly treesBetween: readonly (readonly string[])[];
  /** What is wrong with what is kept, at any time. */
  readonly problems: readonly string[];
}

/** Runs the greeting project to its end through as many processes as there are kills, and one more. */
export async function playKilledRun(
  server: GreetingServer,
  kills: readonly Kill[],
  inPlace = false,
): Promise<RunRemains> {
  const folder = await mkdtemp(join(tmpdir(), "kimi-killed-"));
  try {
    const place = { folder, endpoint: server.url };
    const project = await writeGreetingProject(folder);
    const before = await listTree(project);
    const askedBefore = server.asked.length;
    const problems: string[] = [];
    const inFlight: string[] = [];
    const treesBetween: (readonly string[])[] = [];
    let killed = 0;
    let timesMs: readonly number[] = [];
    let runId: string | null = null;
    for (const kill of [...kills, null]) {
      const ended = await runProcess({ ...place, inPlace, runId }, kill);
      timesMs = ended.timesMs;
      problems.push(...ended.problems);
      if (!ended.wasKilled) break;
      killed += 1;
      const state = readRawState(join(folder, "home"));
      problems.push(...state.problems);
      inFlight.push(...state.inFlight);
      await using local = await openKillable(place);
      const [run] = await local.listRuns();
      runId = run?.id ?? null;
      if (run !== undefined && !run.resumable) break;
      const tree = await listTree(project);
      if (!inPlace && tree.join() !== before.join()) treesBetween.push(tree);
    }
    await using local = await openKillable(place);
    const runs = await local.listRuns();
    const id = runs[0]?.id ?? "";
    if (runs.length !== 1) problems.push(`there are ${runs.length} runs`);
    problems.push(...readRawState(join(folder, "home")).problems);
    for (const { place: at, problem } of (await local.auditRun(id)).problems)
      problems.push(`${at}: ${problem}`);
    const calls = (await local.store.readModelCalls(id)).map(({ request }) => request.position);
    return {
      status: runs[0]?.status,
      tree: await listTree(project),
      deliverables: await readDeliverables(project, id, folder),
      events: (await local.store.readEvents(id)).map(({ event }) => event.type),
      timesMs,
      calls: calls.map(({ stage, attempt, turn }) => `${stage}/${attempt}/${turn}`),
      asked: server.asked.slice(askedBefore),
      inFlight,
      treesBetween,
      kills: killed,
      problems,
    };
  } finally {
    await rm(folder, { recursive: true, force: true });
  }
}

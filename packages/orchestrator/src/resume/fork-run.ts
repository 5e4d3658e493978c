import {
  KimiError,
  uuidV7,
  type Clock,
  type Random,
  type RunRecord,
  type RunStore,
  type Snapshot,
  type StoredEvent,
  type Workspaces,
} from "@kimi/contracts";
import { emptyLedger } from "../budget/ledger-book.ts";
import { requireRun } from "../past-runs/past-run-ports.ts";
import { findSnapshotProblem } from "../workspace/find-snapshot-problem.ts";
import { chooseForkStart } from "./choose-fork-start.ts";
import { copyRecord } from "./copy-record.ts";
import { findEndpoint } from "./find-endpoint.ts";
import { forkArtifactName, type ForkOrigin } from "./fork-origin.ts";
import { showForkPoint } from "./fork-point.ts";

/** What a fork is made with. */
export interface ForkPorts {
  readonly store: RunStore;
  readonly workspaces: Pick<Workspaces, "readFile">;
  readonly clock: Clock;
  readonly random: Random;
  /** Name and version for the record. */
  readonly program: string;
}

/**
 * Makes a new run of another one's record up to a point, for {@link AgentOrchestrator.resume} to go on with; gives its
 * id. The other run stays as it is. The new one never works in the project itself, which may hold the other's result.
 * @throws KimiError `usage` when there is no such run or point, or a live process works on the run.
 */
export async function forkRun(ports: ForkPorts, runId: string, from: string): Promise<string> {
  const { store, clock, random, program } = ports;
  const run = await requireRun(store, runId);
  if (run.status === "running") {
    throw new KimiError("usage", `Run ${runId} is still running; fork it when it has stopped.`);
  }
  const events = await store.readEvents(runId);
  const start = await chooseForkStart(store, runId, from);
  await assertKept(ports, run, start.checkpoint?.snapshotId ?? run.baselineSnapshotId);
  const startedAt = clock.now();
  const id = uuidV7({ now: () => startedAt }, random);
  const fork = { ...run, id, program, startedAt: startedAt.toISOString() };
  await store.createRun(unfinished(fork));
  const calls = await copyRecord({ store, from: runId, to: id }, events, start);
  const point = showForkPoint(start.point);
  const origin: ForkOrigin = { fromRunId: runId, point, checkpoint: start.checkpoint, calls };
  const content = `${JSON.stringify(origin, null, 2)}\n`;
  await store.putArtifact(id, {
    name: forkArtifactName,
    mediaType: "application/json",
    content,
    producer: null,
  });
  await recordStart(ports, fork, events);
  return id;
}

/** @throws KimiError `usage` when the files of the point are no longer there. */
async function assertKept(
  { workspaces }: ForkPorts,
  { id, baselineSnapshotId }: RunRecord,
  pointSnapshotId: string | null,
): Promise<void> {
  for (const snapshotId of [baselineSnapshotId, pointSnapshotId]) {
    const problem = snapshotId === null ? null : await findSnapshotProblem(workspaces, snapshotId);
    if (problem === null) continue;
    throw new KimiError(
      "usage",
      `Run ${id} cannot be forked there: the files of that point cannot be read (${problem}). kimi-agent snapshots prune deletes those of ended runs; another point may still be there.`,
    );
  }
}

/** As a run that a process left: whoever resumes it goes on where the other was. */
function unfinished(run: RunRecord): RunRecord {
  return {
    ...run,
    config: { ...run.config, inPlace: false },
    status: "running",
    endedAt: null,
    reason: null,
    resumable: false,
    ledger: emptyLedger,
    finalSnapshotId: null,
    applied: false,
  };
}

/** What the other run began with; that it is a fork is said when somebody goes on with it. */
async function recordStart(
  { store, clock }: ForkPorts,
  { id, program }: RunRecord,
  events: readonly StoredEvent[],
): Promise<void> {
  const baseline = findBaseline(events);
  const { endpoint = null, api = null } = findEndpoint(events) ?? {};
  const where = { ...(endpoint !== null && { endpoint }), ...(api !== null && { api }) };
  for (const { event } of events) {
    const at = clock.now().toISOString();
    if (event.type === "run-started")
      await store.appendEvent(id, at, { ...event, ...where, runId: id, program });
    if (event.type === "documents-ingested") await store.appendEvent(id, at, event);
  }
  if (baseline === null) return;
  const event = { type: "snapshot-taken", purpose: "baseline", snapshot: baseline } as const;
  await store.appendEvent(id, clock.now().toISOString(), event);
}

function findBaseline(events: readonly StoredEvent[]): Snapshot | null {
  const taken = events.find(
    ({ event }) => event.type === "snapshot-taken" && event.purpose === "baseline",
  )?.event;
  return taken?.type === "snapshot-taken" ? taken.snapshot : null;
}

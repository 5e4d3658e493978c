import { type DamagedRun, isKimiError, KimiError, type RunRecord, type RunStore } from "@kimi/contracts";

const hashes = /\b[0-9a-f]{64}\b/g;

export interface NeededSnapshotsOptions {
  /** Whether what ended runs would only be replayed or forked from counts as needed too. */
  readonly keepsReplays: boolean;
  /** Is told of damaged runs, all of whose snapshots count as needed. */
  readonly onDamaged: (run: DamagedRun) => void;
}

/**
 * Ids of the snapshots that the runs in the store need: to be applied, rolled back and exported, and to be resumed; and,
 * for those that have ended, to be replayed and forked if `keepsReplays`.
 * @throws KimiError `store` when it cannot be told what a damaged run needs.
 */
export async function listNeededSnapshots(
  store: RunStore,
  { keepsReplays, onDamaged }: NeededSnapshotsOptions,
): Promise<readonly string[]> {
  const needed = new Set<string>();
  const damaged: DamagedRun[] = [];
  const runs = await store.listRuns({
    limit: Number.MAX_SAFE_INTEGER,
    onDamaged: (one) => damaged.push(one),
  });
  for (const { id } of runs) {
    const run = await readOrDamage(store, id);
    if (run === null) continue;
    if ("problem" in run) damaged.push(run);
    else for (const one of await listNeeds(store, run, keepsReplays)) needed.add(one);
  }
  for (const run of damaged) {
    onDamaged(run);
    for (const id of await listAll(store, run)) needed.add(id);
  }
  return [...needed];
}

/** A list compares no hash, and which snapshots a run needs is too much to take on trust. `null`: forgotten meanwhile. */
async function readOrDamage(
  store: Pick<RunStore, "readRun">,
  id: string,
): Promise<RunRecord | DamagedRun | null> {
  try {
    return await store.readRun(id);
  } catch (error) {
    if (!isKimiError(error, "store")) throw error;
    return { id, problem: error.message };
  }
}

async function listNeeds(
  store: RunStore,
  { id, resumable, endedAt, baselineSnapshotId, finalSnapshotId }: RunRecord,
  keepsReplays: boolean,
): Promise<readonly string[]> {
  const named = [baselineSnapshotId, finalSnapshotId].filter((one) => one !== null);
  return [...named, ...(await idsIn(store, id, resumable || endedAt === null || keepsReplays))];
}

/** All that a damaged run may need, by the rest of its record, which has to be whole. */
async function listAll(store: RunStore, { id }: DamagedRun): Promise<readonly string[]> {
  const { problems } = await store.auditRun(id);
  const other = problems.find(({ table }) => table !== "runs");
  if (other === undefined) return idsIn(store, id, true);
  throw new KimiError(
    "store",
    `No snapshot was deleted: run ${id} is damaged, and so is what would tell which snapshots it needs (${other.table}, ${other.place}: ${other.problem}). Restore runs.db from a backup, or, once nothing of the run is needed any more, forget it with: kimi-agent runs forget ${id}`,
    { details: { runId: id } },
  );
}

/** What only a run that is resumed, replayed or forked needs. */
const forGoingOn = ["internal/commands/", "internal/checkpoints/", "internal/fork.json"];

/**
 * All hashes in what a run's attempts would be applied from, and in what it would go on from. Those that are no
 * snapshots do no harm.
 */
async function idsIn(store: RunStore, id: string, goesOn: boolean): Promise<readonly string[]> {
  const texts = goesOn ? [JSON.stringify(await store.readEvents(id))] : [];
  for (const { name } of await store.listArtifacts(id)) {
    if (!name.startsWith("internal/")) continue;
    if (!goesOn && forGoingOn.some((prefix) => name.startsWith(prefix))) continue;
    const content = await store.readArtifact(id, name);
    if (content !== null) texts.push(Buffer.from(content).toString("utf8"));
  }
  return texts.flatMap((text) => text.match(hashes) ?? []);
}

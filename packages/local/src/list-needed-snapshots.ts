import type { RunStore, RunSummary } from "@kimi/contracts";

const hashes = /\b[0-9a-f]{64}\b/g;
const unlimited = 1_000_000_000;

/** Ids of the snapshots that the runs in the store need: to be applied, rolled back and exported, and to be resumed. */
export async function listNeededSnapshots(store: RunStore): Promise<readonly string[]> {
  const needed = new Set<string>();
  for (const run of await store.listRuns({ limit: unlimited })) {
    for (const id of [run.baselineSnapshotId, run.finalSnapshotId]) if (id !== null) needed.add(id);
    for (const id of await idsIn(store, run)) needed.add(id);
  }
  return [...needed];
}

/** What only a run that can be resumed needs: an ended one can do without being replayed or forked. */
const forGoingOn = ["internal/commands/", "internal/checkpoints/", "internal/fork.json"];

/**
 * All hashes in what a run's attempts would be applied from, and in what it would be resumed from. Those that are no
 * snapshots do no harm.
 */
async function idsIn(store: RunStore, { id, resumable, endedAt }: RunSummary): Promise<readonly string[]> {
  const goesOn = resumable || endedAt === null;
  const texts = goesOn ? [JSON.stringify(await store.readEvents(id))] : [];
  for (const { name } of await store.listArtifacts(id)) {
    if (!name.startsWith("internal/")) continue;
    if (!goesOn && forGoingOn.some((prefix) => name.startsWith(prefix))) continue;
    const content = await store.readArtifact(id, name);
    if (content !== null) texts.push(Buffer.from(content).toString("utf8"));
  }
  return texts.flatMap((text) => text.match(hashes) ?? []);
}

import type { RunStore, RunSummary } from "@kimi/contracts";

const hashes = /\b[0-9a-f]{64}\b/g;
const unlimited = 1_000_000_000;

/**
 * Ids of the snapshots that the runs in the store need: to be applied, rolled back and exported, and to be resumed; and,
 * for those that have ended, to be replayed and forked if `keepsReplays`.
 */
export async function listNeededSnapshots(
  store: RunStore,
  { keepsReplays }: { readonly keepsReplays: boolean },
): Promise<readonly string[]> {
  const needed = new Set<string>();
  for (const run of await store.listRuns({ limit: unlimited })) {
    for (const id of [run.baselineSnapshotId, run.finalSnapshotId]) if (id !== null) needed.add(id);
    for (const id of await idsIn(store, run, keepsReplays)) needed.add(id);
  }
  return [...needed];
}

/** What only a run that is resumed, replayed or forked needs. */
const forGoingOn = ["internal/commands/", "internal/checkpoints/", "internal/fork.json"];

/**
 * All hashes in what a run's attempts would be applied from, and in what it would go on from. Those that are no
 * snapshots do no harm.
 */
async function idsIn(
  store: RunStore,
  { id, resumable, endedAt }: RunSummary,
  keepsReplays: boolean,
): Promise<readonly string[]> {
  const goesOn = resumable || endedAt === null || keepsReplays;
  const texts = goesOn ? [JSON.stringify(await store.readEvents(id))] : [];
  for (const { name } of await store.listArtifacts(id)) {
    if (!name.startsWith("internal/")) continue;
    if (!goesOn && forGoingOn.some((prefix) => name.startsWith(prefix))) continue;
    const content = await store.readArtifact(id, name);
    if (content !== null) texts.push(Buffer.from(content).toString("utf8"));
  }
  return texts.flatMap((text) => text.match(hashes) ?? []);
}

import type { Snapshot } from "@kimi/contracts";
import { KimiError } from "@kimi/contracts/errors";
import type { SnapshotStore } from "../store/snapshot-store.ts";
import type { ScanOptions } from "./scan-options.ts";
import { scanTree } from "./scan-tree.ts";

/** Records the state of a tree. Where nothing has changed since the cache's snapshot, nothing is written. */
export async function recordTree(
  store: SnapshotStore,
  root: string,
  options: Omit<ScanOptions, "sink" | "holdsKnown">,
): Promise<Snapshot> {
  return store.use(() => record(store, root, options));
}

async function record(...[store, root, options]: Parameters<typeof recordTree>): Promise<Snapshot> {
  const { cache } = options;
  const generation = store.readGeneration();
  const holdsKnown = cache.generation === generation;
  const { summary, isUnchanged } = await store.blobs.write((sink) =>
    scanTree(root, { ...options, sink, holdsKnown }),
  );
  if (isUnchanged && holdsKnown && cache.snapshot !== null) {
    store.markUsed(cache.snapshot.id);
    return cache.snapshot;
  }
  if (summary === null)
    throw new KimiError("internal", `a scan of ${root} that kept all it read has no summary`);
  const snapshot = store.keep(summary);
  cache.describe(generation, snapshot);
  return snapshot;
}

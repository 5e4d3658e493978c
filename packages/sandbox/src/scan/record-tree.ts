import type { Snapshot } from "@kimi/contracts";
import type { SnapshotStore } from "../store/snapshot-store.ts";
import type { ScanOptions } from "./scan.ts";
import { scanTree } from "./scan-tree.ts";

/** Records the state of a tree. Where nothing has changed since `cache` was described, nothing is written. */
export async function recordTree(
  store: SnapshotStore,
  root: string,
  options: Pick<ScanOptions, "cache" | "opensClosed" | "attributes" | "fault">,
): Promise<Snapshot> {
  return store.use(() => record(store, root, options));
}

async function record(...[store, root, options]: Parameters<typeof recordTree>): Promise<Snapshot> {
  const { cache } = options;
  const generation = store.readGeneration();
  const holdsKnown = cache.state?.generation === generation;
  const scanned = await store.blobs.write((sink) => scanTree(root, { ...options, sink, holdsKnown }));
  const last = cache.state?.snapshot ?? null;
  if (scanned.isUnchanged && holdsKnown && last !== null) {
    store.markUsed(last.id);
    return last;
  }
  const snapshot = store.keep(scanned.manifest);
  // Racy files are not in the cache, so then it is no account of the whole tree.
  cache.describe({ snapshot: cache.size === scanned.manifest.size ? snapshot : null, generation });
  return snapshot;
}

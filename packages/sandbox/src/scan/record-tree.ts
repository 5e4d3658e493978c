import type { Snapshot } from "@kimi/contracts";
import { KimiError } from "@kimi/contracts/errors";
import { yieldNowAndThen } from "../disk/yield-now-and-then.ts";
import type { SnapshotStore } from "../store/snapshot-store.ts";
import { type Changed, hasSameNames } from "./find-changed.ts";
import { lookAtTree } from "./look-at-tree.ts";
import type { ScanOptions } from "./scan-options.ts";
import { scanTree } from "./scan-tree.ts";
import { unreadable } from "./unreadable.ts";

type RecordOptions = Omit<ScanOptions, "sink" | "holdsKnown" | "changed">;

/** Records the state of a tree. Where nothing has changed since the cache's snapshot, nothing is written. */
export async function recordTree(
  store: SnapshotStore,
  root: string,
  options: RecordOptions,
): Promise<Snapshot> {
  return store.use(() => record(store, root, options));
}

async function record(store: SnapshotStore, root: string, options: RecordOptions): Promise<Snapshot> {
  const { cache } = options;
  const generation = store.readGeneration();
  const holdsKnown =
    cache.generation === generation && (cache.snapshot === null || store.isKept(cache.snapshot));
  const changed = holdsKnown && (options.written ?? null) === null ? await look(store, root, options) : null;
  if (changed?.count === 0 && cache.snapshot !== null && isSameRoot(cache.unproven, root)) {
    store.markUsed(cache.snapshot.id);
    return cache.snapshot;
  }
  if (!cache.prove()) return await record(store, root, options);
  const { summary, isUnchanged } = await store.blobs.write((sink) =>
    scanTree(root, { ...options, sink, holdsKnown, changed }),
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

function look(store: SnapshotStore, root: string, options: RecordOptions): Promise<Changed> {
  return lookAtTree(options.cache.unproven, root, {
    ...options,
    sink: store.blobs,
    holdsKnown: true,
    rest: yieldNowAndThen(),
  });
}

function isSameRoot(...[table, root]: Parameters<typeof hasSameNames>): boolean {
  try {
    return hasSameNames(table, root);
  } catch (error) {
    throw unreadable(root, error);
  }
}

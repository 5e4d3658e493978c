import type { RestoreReport } from "@kimi/contracts";
import type { AttributeTool } from "../attributes/attribute-tool.ts";
import { restoreTree } from "../change/restore-tree.ts";
import { noFaults } from "../disk/fault-hook.ts";
import { toDiskError } from "../disk/to-disk-error.ts";
import type { TreeEntry } from "../manifest/tree-entry.ts";
import type { StatCache } from "../scan/stat-cache.ts";
import type { SnapshotStore } from "../store/snapshot-store.ts";
import { commitSteps } from "../transaction/commit-steps.ts";
import type { Plan } from "../transaction/plan-steps.ts";
import { openPrivateStaging } from "./open-private-staging.ts";
import type { TreePlace } from "./tree-place.ts";

export interface PrivateTree {
  readonly place: TreePlace;
  readonly store: SnapshotStore;
  readonly cache: StatCache;
  readonly attributes: AttributeTool | null;
}

/** Brings a private tree to a recorded state. */
export function restorePrivateTree(tree: PrivateTree, snapshotId: string): Promise<RestoreReport> {
  const { place, store, cache, attributes } = tree;
  return store.use(() =>
    restoreTree({
      root: place.tree,
      recorded: store.open(snapshotId),
      cache,
      source: store.blobs,
      attributes,
      carryOut: (plan, onLost) => carryOut(tree, plan, onLost),
    }),
  );
}

/** Without a journal: after a crash the tree is thrown away. */
async function carryOut(
  { place, store, attributes }: PrivateTree,
  { steps, staged }: Plan,
  onLost: (entry: TreeEntry, error: unknown) => void,
): Promise<void> {
  using area = openPrivateStaging(place, attributes);
  const lost = new Set<string>();
  for (const [slot, entry] of staged) {
    try {
      area.stage(slot, entry, { source: store.blobs, durable: false });
    } catch (error) {
      onLost(entry, error);
      lost.add(entry.path);
    }
  }
  area.complete({ durable: false });
  const possible = steps.filter(({ path }) => !lost.has(path));
  const stopped = await commitSteps({ root: place.tree, area, guarded: false, fault: noFaults }, possible);
  area.remove();
  if (stopped !== null) throw toDiskError(stopped.failure, "the private working tree could not be restored");
}

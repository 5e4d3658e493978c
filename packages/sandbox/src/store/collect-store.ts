import { rmSync, statSync } from "node:fs";
import type { FaultHook } from "../disk/fault-hook.ts";
import type { SnapshotStore } from "./snapshot-store.ts";
import { planCollection } from "./plan-collection.ts";

export interface CollectRequest {
  /** The contents and manifests of what stays are to take no more than this. */
  readonly maxBytes: number;
  /** Ids of snapshots that stay in any case; ids of none are passed over. Asked when nobody else uses the store. */
  readonly listPinned: () => readonly string[];
  readonly fault: FaultHook;
}

/** What a collection did. */
export interface PruneReport {
  readonly removedSnapshots: readonly string[];
  readonly keptSnapshots: number;
  /** On disk, before and after. */
  readonly bytesBefore: number;
  readonly bytesAfter: number;
}

/**
 * Deletes snapshots and what only they hold. The caller has the store for itself. Killed at any point, it leaves
 * whole every snapshot that is still listed: a manifest goes before its contents, and contents that move are on disk in
 * their new pack before the old one goes.
 */
export async function collectStore(store: SnapshotStore, request: CollectRequest): Promise<PruneReport> {
  const { maxBytes, listPinned, fault } = request;
  const pinned = new Set(listPinned());
  store.blobs.reset();
  const places = store.blobs.list();
  const snapshots = store.list().map((one) => ({ ...one, isPinned: pinned.has(one.id) }));
  const bytesBefore = bytesOn(store);
  const plan = planCollection(snapshots, places, maxBytes);
  // From here on nobody takes for granted that what was recorded is there.
  store.renewGeneration();
  for (const { id } of plan.removed) {
    fault(`forget ${id}`);
    store.forget(id);
  }
  const byPack = Map.groupBy(places, ([, place]) => place.pack);
  for (const pack of store.blobs.listPacks()) {
    const kept = (byPack.get(pack) ?? []).filter(([hash]) => plan.live.has(hash));
    const keptBytes = kept.reduce((sum, [, { size }]) => sum + size, 0);
    if (kept.length > 0 && keptBytes * 2 >= statSync(pack).size) continue;
    fault(`repack ${pack}`);
    await store.blobs.rewrite(kept.map(([hash]) => hash));
    fault(`drop ${pack}`);
    rmSync(pack);
  }
  store.blobs.reset();
  return {
    removedSnapshots: plan.removed.map(({ id }) => id),
    keptSnapshots: snapshots.length - plan.removed.length,
    bytesBefore,
    bytesAfter: bytesOn(store),
  };
}

function bytesOn(store: SnapshotStore): number {
  return store.blobs.measure() + store.list().reduce((sum, { bytes }) => sum + bytes, 0);
}

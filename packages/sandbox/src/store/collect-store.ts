import { statSync } from "node:fs";
import type { FaultHook } from "../disk/fault-hook.ts";
import { removeFile } from "../disk/remove-file.ts";
import type { BlobPlace } from "./pack-index.ts";
import { allContentsOf } from "./read-recorded-tree.ts";
import type { SnapshotStore } from "./snapshot-store.ts";
import { type CollectionPlan, type KeptSnapshot, planCollection } from "./plan-collection.ts";

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
  /** Packs that hold what nobody needs beside what somebody does, and could not be written anew: they stay as they are. */
  readonly leftPacks: readonly { readonly path: string; readonly reason: string }[];
}

/**
 * Deletes snapshots and what only they hold; damaged ones that nobody needs, whatever they take. The caller has the
 * store for itself. Killed or without power at any point, it leaves whole every snapshot that is still listed: a
 * manifest is gone from the disk before its contents go, and contents that move are on disk in their new pack before
 * the old one goes. What takes no room comes first, since the disk may be full.
 */
export async function collectStore(store: SnapshotStore, request: CollectRequest): Promise<PruneReport> {
  const { maxBytes, listPinned, fault } = request;
  const pinned = new Set(listPinned());
  store.blobs.reset();
  const places = store.blobs.list();
  const { snapshots, damaged } = readSnapshots(store, pinned);
  const bytesBefore = bytesOn(store);
  const plan = planCollection(snapshots, places, maxBytes);
  const removed = [...damaged.filter((id) => !pinned.has(id)), ...plan.removed.map(({ id }) => id)];
  // From here on nobody takes for granted that what was recorded is there.
  store.endGeneration();
  fault("generation ended");
  for (const id of removed) {
    fault(`forget ${id}`);
    store.forget(id);
  }
  store.settleForgotten();
  fault("forgotten");
  const needed = damaged.filter((id) => pinned.has(id));
  const leftPacks =
    needed.length === 0 ? await collectPacks(store, places, plan, fault) : leaveAll(store, needed);
  store.blobs.reset();
  return {
    removedSnapshots: removed,
    keptSnapshots: snapshots.length + damaged.length - removed.length,
    bytesBefore,
    bytesAfter: bytesOn(store),
    leftPacks,
  };
}

function readSnapshots(
  store: SnapshotStore,
  pinned: ReadonlySet<string>,
): { readonly snapshots: readonly KeptSnapshot[]; readonly damaged: readonly string[] } {
  const snapshots: KeptSnapshot[] = [];
  const damaged: string[] = [];
  for (const id of store.listIds()) {
    try {
      const { bytes, usedMs } = store.measure(id);
      snapshots.push({
        id,
        contents: allContentsOf(store.inspect(id)),
        bytes,
        usedMs,
        isPinned: pinned.has(id),
      });
    } catch {
      damaged.push(id);
    }
  }
  return { snapshots, damaged };
}

async function collectPacks(
  store: SnapshotStore,
  places: ReadonlyMap<string, BlobPlace>,
  { live }: CollectionPlan,
  fault: FaultHook,
): Promise<PruneReport["leftPacks"]> {
  const byPack = Map.groupBy(places, ([, place]) => place.pack);
  // A content that no pack is known to hold may be in one whose index cannot be read.
  const isAllFound = [...live].every((hash) => places.has(hash));
  const left: { path: string; reason: string }[] = [];
  const toRewrite: { readonly path: string; readonly kept: readonly string[]; readonly keptBytes: number }[] =
    [];
  for (const path of store.blobs.listPacks()) {
    const kept = (byPack.get(path) ?? []).filter(([hash]) => live.has(hash));
    const keptBytes = kept.reduce((sum, [, { size }]) => sum + size, 0);
    if (kept.length > 0) {
      if (keptBytes * 2 < statSync(path).size)
        toRewrite.push({ path, kept: kept.map(([hash]) => hash), keptBytes });
    } else if (byPack.has(path) || isAllFound) {
      fault(`drop ${path}`);
      removeFile(path);
    }
  }
  for (const { path, kept } of toRewrite.toSorted((a, b) => a.keptBytes - b.keptBytes)) {
    fault(`repack ${path}`);
    try {
      await store.blobs.rewrite(kept);
    } catch (error) {
      left.push({ path, reason: error instanceof Error ? error.message : String(error) });
      continue;
    }
    fault(`drop ${path}`);
    removeFile(path);
  }
  return left;
}

/** What a damaged snapshot needs is not known, and the rest of it may still be of use to somebody. */
function leaveAll(store: SnapshotStore, needed: readonly string[]): PruneReport["leftPacks"] {
  const reason = `snapshots that are needed are damaged, so that what they hold is not known: ${needed.join(", ")}`;
  return store.blobs.listPacks().map((path) => ({ path, reason }));
}

function bytesOn(store: SnapshotStore): number {
  return store.listIds().reduce((sum, id) => sum + store.measure(id).bytes, store.blobs.measure());
}

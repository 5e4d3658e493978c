import { statSync } from "node:fs";
import type { FaultHook } from "../disk/fault-hook.ts";
import { type LeftPack, collectPacks } from "./collect-packs.ts";
import type { BlobPlace } from "./pack-index.ts";
import {
  type CollectionPlan,
  type ListedSnapshot,
  nullIfDamaged,
  planCollection,
} from "./plan-collection.ts";
import type { SnapshotStore } from "./snapshot-store.ts";

export interface CollectRequest {
  /** The contents and manifests of what stays are to take no more than this. */
  readonly maxBytes: number;
  /** Ids of snapshots that stay in any case; ids of none are passed over. Asked when nobody else uses the store. */
  readonly listPinned: () => Promise<readonly string[]>;
  /** Of packs that are fit to stay, no more than this is compressed at once. @default all that it takes */
  readonly pressBytes?: number;
  readonly fault: FaultHook;
}

/** What a collection did. */
export interface PruneReport {
  readonly removedSnapshots: readonly string[];
  readonly keptSnapshots: number;
  /** On disk, before and after. */
  readonly bytesBefore: number;
  readonly bytesAfter: number;
  /** Packs that were to be written anew, and could not be: they stay as they are. */
  readonly leftPacks: readonly LeftPack[];
}

/**
 * Deletes snapshots and what only they hold; damaged ones that nobody needs, whatever they take. The caller has the
 * store for itself. Killed or without power at any point, it leaves whole every snapshot that is still listed: a
 * manifest is gone from the disk before its contents go, and contents that move are on disk in their new pack before
 * the old one goes. What takes no room comes first, since the disk may be full.
 */
export async function collectStore(store: SnapshotStore, request: CollectRequest): Promise<PruneReport> {
  const { maxBytes, listPinned, pressBytes = Infinity, fault } = request;
  const pinned = new Set(await listPinned());
  store.blobs.reset();
  const places = store.blobs.list();
  const { listed, damaged } = listSnapshots(store, pinned);
  const bytesBefore = bytesOn(store);
  const plan = planFor(store, listed, places, maxBytes);
  const removed = [...damaged.filter((id) => !pinned.has(id)), ...plan.removed];
  // From here on nobody takes for granted that what was recorded is there.
  store.endGeneration();
  fault("generation ended");
  for (const id of removed) {
    fault(`forget ${id}`);
    store.forget(id);
  }
  store.settleForgotten();
  fault("forgotten");
  const needed = [...damaged.filter((id) => pinned.has(id)), ...plan.damaged];
  const leftPacks =
    needed.length === 0
      ? await collectPacks(store.blobs, {
          places,
          live: plan.live,
          fault,
          pressBytes,
          fits: () => bytesOn(store) <= maxBytes,
        })
      : leaveAll(store, needed);
  store.blobs.reset();
  return {
    removedSnapshots: removed,
    keptSnapshots: listed.length + damaged.length - removed.length,
    bytesBefore,
    bytesAfter: bytesOn(store),
    leftPacks,
  };
}

function listSnapshots(
  store: SnapshotStore,
  pinned: ReadonlySet<string>,
): { readonly listed: readonly ListedSnapshot[]; readonly damaged: readonly string[] } {
  const listed: ListedSnapshot[] = [];
  const damaged: string[] = [];
  for (const id of store.listIds()) {
    if (nullIfDamaged(() => store.describe(id)) === null) damaged.push(id);
    else listed.push({ id, ...store.measure(id), isPinned: pinned.has(id) });
  }
  return { listed, damaged };
}

function planFor(
  store: SnapshotStore,
  listed: readonly ListedSnapshot[],
  places: ReadonlyMap<string, BlobPlace>,
  maxBytes: number,
): CollectionPlan {
  using reader = store.blobs.openReader();
  const shares = sharesOf(places);
  const diskBytesOf = (hash: string): number => {
    const place = places.get(hash);
    return place === undefined ? 0 : place.size * (shares.get(place.pack) ?? 1);
  };
  return planCollection(listed, { diskBytesOf, maxBytes, read: (hash) => reader.read(hash) });
}

/** What each pack takes of the disk for a byte of its contents: well below one where it is pressed. */
function sharesOf(places: ReadonlyMap<string, BlobPlace>): ReadonlyMap<string, number> {
  const bytes = new Map<string, number>();
  for (const { pack, size } of places.values()) bytes.set(pack, (bytes.get(pack) ?? 0) + size);
  return new Map([...bytes].map(([pack, held]) => [pack, statSync(pack).size / Math.max(1, held)]));
}

/** What a damaged snapshot needs is not known, and the rest of it may still be of use to somebody. */
function leaveAll(store: SnapshotStore, needed: readonly string[]): readonly LeftPack[] {
  const reason = `snapshots that are needed are damaged, so that what they hold is not known: ${needed.join(", ")}`;
  return store.blobs.listPacks().map((path) => ({ path, reason }));
}

function bytesOn(store: SnapshotStore): number {
  return store.listIds().reduce((sum, id) => sum + store.measure(id).bytes, store.blobs.measure());
}

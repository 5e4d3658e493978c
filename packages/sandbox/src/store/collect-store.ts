import { statSync } from "node:fs";
import type { FaultHook } from "../disk/fault-hook.ts";
import { removeFile } from "../disk/remove-file.ts";
import type { BlobPlace } from "./pack-index.ts";
import { type CollectionPlan, type ListedSnapshot, planCollection } from "./plan-collection.ts";
import type { SnapshotStore } from "./snapshot-store.ts";

/** Packs below this are put together once there are as many as that. */
const smallBytes = 1024 * 1024;
const manySmall = 64;

export interface CollectRequest {
  /** The contents and manifests of what stays are to take no more than this. */
  readonly maxBytes: number;
  /** Ids of snapshots that stay in any case; ids of none are passed over. Asked when nobody else uses the store. */
  readonly listPinned: () => Promise<readonly string[]>;
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
    needed.length === 0 ? await collectPacks(store, places, plan, fault) : leaveAll(store, needed);
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
    try {
      store.describe(id);
      listed.push({ id, ...store.measure(id), isPinned: pinned.has(id) });
    } catch {
      damaged.push(id);
    }
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
  return planCollection(listed, { places, maxBytes, read: (hash) => reader.read(hash) });
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
  const toRewrite: Rewrite[] = [];
  const small: Rewrite[] = [];
  for (const path of store.blobs.listPacks()) {
    const held = byPack.get(path) ?? [];
    const kept = held.filter(([hash]) => live.has(hash));
    const rewrite = { paths: [path], kept: kept.map(([hash]) => hash), keptBytes: bytesOf(kept) };
    if (kept.length > 0) {
      if (rewrite.keptBytes * 2 < bytesOf(held)) toRewrite.push(rewrite);
      else if (statSync(path).size < smallBytes) small.push(rewrite);
    } else if (byPack.has(path) || isAllFound) {
      fault(`drop ${path}`);
      removeFile(path);
    }
  }
  if (small.length >= manySmall) toRewrite.push(together(small));
  for (const { paths, kept } of toRewrite.toSorted((a, b) => a.keptBytes - b.keptBytes)) {
    fault(`repack ${paths.join(" ")}`);
    try {
      await store.blobs.rewrite(kept);
    } catch (error) {
      const reason = error instanceof Error ? error.message : String(error);
      left.push(...paths.map((path) => ({ path, reason })));
      continue;
    }
    for (const path of paths) {
      fault(`drop ${path}`);
      removeFile(path);
    }
  }
  return left;
}

function bytesOf(contents: readonly (readonly [hash: string, place: BlobPlace])[]): number {
  return contents.reduce((sum, [, { size }]) => sum + size, 0);
}

/** Packs whose contents that are needed go to a new one. */
interface Rewrite {
  readonly paths: readonly string[];
  readonly kept: readonly string[];
  readonly keptBytes: number;
}

/** Every checkpoint leaves a small pack, and whoever looks for a content may have to look into each. */
function together(rewrites: readonly Rewrite[]): Rewrite {
  return {
    paths: rewrites.flatMap(({ paths }) => paths),
    kept: rewrites.flatMap(({ kept }) => kept),
    keptBytes: rewrites.reduce((sum, { keptBytes }) => sum + keptBytes, 0),
  };
}

/** What a damaged snapshot needs is not known, and the rest of it may still be of use to somebody. */
function leaveAll(store: SnapshotStore, needed: readonly string[]): PruneReport["leftPacks"] {
  const reason = `snapshots that are needed are damaged, so that what they hold is not known: ${needed.join(", ")}`;
  return store.blobs.listPacks().map((path) => ({ path, reason }));
}

function bytesOn(store: SnapshotStore): number {
  return store.listIds().reduce((sum, id) => sum + store.measure(id).bytes, store.blobs.measure());
}

import type { BlobPlace } from "./pack-index.ts";

/** A snapshot as collection sees it. */
export interface KeptSnapshot {
  readonly id: string;
  /** Hashes of all it needs: contents, attributes, folder records. */
  readonly contents: ReadonlySet<string>;
  /** Bytes of what else it takes. */
  readonly bytes: number;
  /** Milliseconds since 1970. */
  readonly usedMs: number;
  readonly isPinned: boolean;
}

/** What goes and what stays. */
export interface CollectionPlan {
  readonly removed: readonly KeptSnapshot[];
  /** Hashes of the contents that are still needed. */
  readonly live: ReadonlySet<string>;
  /** What is needed for what stays. */
  readonly liveBytes: number;
}

/** Gives up snapshots, those unused the longest first, until the rest fits; pinned ones stay, fit or not. */
export function planCollection(
  snapshots: readonly KeptSnapshot[],
  places: ReadonlyMap<string, BlobPlace>,
  maxBytes: number,
): CollectionPlan {
  const uses = new Map<string, number>();
  let liveBytes = 0;
  const count = (snapshot: KeptSnapshot, by: 1 | -1): void => {
    liveBytes += by * snapshot.bytes;
    for (const hash of snapshot.contents) {
      const before = uses.get(hash) ?? 0;
      uses.set(hash, before + by);
      if (before === 0 || before + by === 0) liveBytes += by * (places.get(hash)?.size ?? 0);
    }
  };
  for (const snapshot of snapshots) count(snapshot, 1);
  const removed: KeptSnapshot[] = [];
  for (const snapshot of snapshots.toSorted((a, b) => a.usedMs - b.usedMs)) {
    if (liveBytes <= maxBytes) break;
    if (snapshot.isPinned) continue;
    count(snapshot, -1);
    removed.push(snapshot);
  }
  const live = new Set([...uses].filter(([, times]) => times > 0).map(([hash]) => hash));
  return { removed, live, liveBytes };
}

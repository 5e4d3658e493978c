import { type Manifest, unknownAttributes } from "../manifest/tree-entry.ts";
import type { BlobPlace } from "./pack-index.ts";

/** A snapshot as collection sees it. */
export interface KeptSnapshot {
  readonly id: string;
  readonly manifest: Manifest;
  /** Bytes of the manifest's own file. */
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
    for (const hash of contentsOf(snapshot.manifest)) {
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

/** Each content once, however many files have it; attributes are kept like contents. */
function contentsOf(manifest: Manifest): ReadonlySet<string> {
  const hashes = new Set<string>();
  for (const { type, hash, attributes } of manifest.values()) {
    if (type === "file" && hash !== null) hashes.add(hash);
    if (attributes !== null && attributes !== unknownAttributes) hashes.add(attributes);
  }
  return hashes;
}

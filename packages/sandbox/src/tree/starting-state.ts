import type { OpenWorkingTreeRequest } from "@kimi/contracts";
import { overlayManifest } from "../manifest/overlay-manifest.ts";
import type { Manifest } from "../manifest/tree-entry.ts";
import { fromShownPath } from "../paths/shown-path.ts";
import type { SnapshotStore } from "../store/snapshot-store.ts";

/** What a working tree begins with, and the snapshots that this is read from. */
export interface StartingState {
  /** Reads it from the store, while nobody collects. */
  readonly load: () => Manifest;
  readonly pinned: readonly string[];
}

/** The snapshot that a tree is asked for, with what is to be laid over it. */
export function startingState(
  store: SnapshotStore,
  { snapshotId, overlay }: Pick<OpenWorkingTreeRequest, "snapshotId" | "overlay">,
): StartingState {
  const load = (): Manifest => store.load(snapshotId);
  if (overlay === undefined) return { load, pinned: [snapshotId] };
  const paths = overlay.paths.map(fromShownPath);
  return {
    load: () => overlayManifest(load(), store.load(overlay.snapshotId), paths),
    pinned: [snapshotId, overlay.snapshotId],
  };
}

import type { Overlay, Snapshot } from "@kimi/contracts";
import { overlayManifest } from "../manifest/overlay-manifest.ts";
import { recordManifest } from "../manifest/record-manifest.ts";
import { fromShownPath } from "../paths/shown-path.ts";
import type { SnapshotStore } from "../store/snapshot-store.ts";
import { pinBeside } from "../tree/tree-place.ts";

/**
 * Records a snapshot with an overlay on top: all contents are there, so that only records of folders are written. It
 * stays as long as the open trees below `trees` that it was made of.
 */
export function recordOverlay(
  { store, trees }: { readonly store: SnapshotStore; readonly trees: string },
  snapshotId: string,
  { snapshotId: topId, paths }: Overlay,
): Promise<Snapshot> {
  return store.use(async () => {
    const manifest = overlayManifest(store.load(snapshotId), store.load(topId), paths.map(fromShownPath));
    const snapshot = store.keep(await store.blobs.write(async (pack) => recordManifest(manifest, pack)));
    // Before anybody may collect: no tree was looked at for it, and so none has pinned it.
    pinBeside(trees, [snapshotId, topId], snapshot.id);
    return snapshot;
  });
}

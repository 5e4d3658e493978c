import type { Overlay, Snapshot } from "@kimi/contracts";
import { overlayManifest } from "../manifest/overlay-manifest.ts";
import { recordManifest } from "../manifest/record-manifest.ts";
import { fromShownPath } from "../paths/shown-path.ts";
import type { SnapshotStore } from "../store/snapshot-store.ts";

/** Records a snapshot with an overlay on top: all contents are there, so that only records of folders are written. */
export function recordOverlay(
  store: SnapshotStore,
  snapshotId: string,
  { snapshotId: topId, paths }: Overlay,
): Promise<Snapshot> {
  return store.use(async () => {
    const manifest = overlayManifest(store.load(snapshotId), store.load(topId), paths.map(fromShownPath));
    return store.keep(await store.blobs.write(async (pack) => recordManifest(manifest, pack)));
  });
}

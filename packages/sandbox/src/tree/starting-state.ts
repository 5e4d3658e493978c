import type { OpenWorkingTreeRequest, Snapshot } from "@kimi/contracts";
import { overlayManifest } from "../manifest/overlay-manifest.ts";
import { fromShownPath } from "../paths/shown-path.ts";
import type { BlobReader } from "../store/blob-reader.ts";
import type { StatTable } from "../scan/stat-table.ts";
import type { SnapshotStore } from "../store/snapshot-store.ts";
import { planEntries } from "./plan-entries.ts";
import { readPlan } from "./read-plan.ts";
import type { TreePlan } from "./tree-plan.ts";

/** What a working tree begins with, and the snapshots that this is read from. */
export interface StartingState {
  /** Says how large it is, about, without reading it. @throws KimiError `workspace` when there is no such snapshot. */
  readonly describe: () => Pick<Snapshot, "fileCount" | "totalBytes">;
  /** Reads it from the store, while nobody collects. @throws KimiError `workspace` when something of it is missing or damaged. */
  readonly load: (source: BlobReader) => TreePlan;
  readonly pinned: readonly string[];
  /** Where just this was seen on disk, and what it looked like there; `null` for nowhere. */
  readonly seenAt: () => { readonly root: string; readonly table: StatTable } | null;
}

/** The snapshot that a tree is asked for, with what is to be laid over it. */
export function startingState(
  store: SnapshotStore,
  { targetPath, snapshotId, overlay }: Pick<OpenWorkingTreeRequest, "targetPath" | "snapshotId" | "overlay">,
): StartingState {
  const describe = (): Snapshot => store.describe(snapshotId);
  if (overlay === undefined) {
    const load = (source: BlobReader): TreePlan => {
      const plan = readPlan(snapshotId, (record) => source.read(record));
      store.markUsed(snapshotId);
      return plan;
    };
    const seenAt = (): ReturnType<StartingState["seenAt"]> => {
      const table = store.tableOf(targetPath, snapshotId);
      return table === null ? null : { root: targetPath, table };
    };
    return { describe, load, pinned: [snapshotId], seenAt };
  }
  const paths = overlay.paths.map(fromShownPath);
  return {
    describe,
    load: () =>
      planEntries(overlayManifest(store.load(snapshotId), store.load(overlay.snapshotId), paths).values()),
    pinned: [snapshotId, overlay.snapshotId],
    seenAt: () => null,
  };
}

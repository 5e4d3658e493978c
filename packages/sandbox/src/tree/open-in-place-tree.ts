import { randomUUID } from "node:crypto";
import { join } from "node:path";
import type { RestoreReport, Snapshot, WorkingTree } from "@kimi/contracts";
import { KimiError } from "@kimi/contracts/errors";
import { stopInheritance } from "../attributes/stop-inheritance.ts";
import { TreeCommands, type TreeCommandsOptions } from "../commands/tree-commands.ts";
import { readAttributes } from "../attributes/read-attributes.ts";
import { FolderHandle } from "../disk/folder-handle.ts";
import { TreeFiles } from "../files/tree-files.ts";
import { mountsBelow } from "../target/mounts-below.ts";
import { enterOrMake, kimiFolderName, openKimiFolder } from "../target/kimi-folder.ts";
import { toShownPath } from "../paths/shown-path.ts";
import { StagingArea } from "../transaction/staging-area.ts";
import { toWorkingTree } from "./to-working-tree.ts";
import { TreePlace } from "./tree-place.ts";

export interface InPlaceTreeOptions extends Omit<TreeCommandsOptions, "root" | "place"> {
  /** Where our own folder for the tree's commands goes. */
  readonly trees: string;
  /** Stays in the store for as long as the tree is open. */
  readonly baselineId: string;
  readonly snapshot: () => Promise<Snapshot>;
  /** Journaled, since it is the user's own folder. */
  readonly restore: (snapshotId: string) => Promise<RestoreReport>;
}

/**
 * The target itself as a working tree. Disposing leaves it as it is.
 * @throws KimiError `target` where something is mounted below it.
 */
export function openInPlaceTree(options: InPlaceTreeOptions): WorkingTree {
  const root = options.targetPath;
  refuseMounts(root);
  const place = new TreePlace(options.trees);
  place.pin(options.baselineId);
  return toWorkingTree({
    kind: "in-place",
    root,
    files: new TreeFiles({
      root,
      openStaging: () => openStaging(root),
      readAttributes: (paths) => readAttributes(root, paths),
    }),
    commands: new TreeCommands({ ...options, root, place }),
    snapshot: async () => {
      const snapshot = await options.snapshot();
      place.pin(snapshot.id);
      return snapshot;
    },
    restore: options.restore,
    close: () => place.remove(),
  });
}

/** @throws KimiError `target` for a folder in which a run's changes could not be put back. */
function refuseMounts(root: string): void {
  const [mount] = mountsBelow(root);
  if (mount === undefined) return;
  throw new KimiError(
    "target",
    `in "${toShownPath(mount)}" another file system is mounted: what a run changed there could not be put back together with the rest; work in a private tree, or unmount it`,
  );
}

function openStaging(targetPath: string): StagingArea {
  using target = FolderHandle.openReal(targetPath);
  using kimi = openKimiFolder(target);
  using staging = enterOrMake(kimi, "staging", 0o700);
  stopInheritance(staging, join(targetPath, kimiFolderName, "staging"));
  return StagingArea.open(staging, join(targetPath, kimiFolderName, "staging"), randomUUID());
}

import type { Snapshot, SnapshotOptions, WorkingTree } from "@kimi/contracts";
import { findAttributeTool } from "../attributes/find-attribute-tool.ts";
import { readAttributes } from "../attributes/read-attributes.ts";
import { stopInheritance } from "../attributes/stop-inheritance.ts";
import type { TreeCommandsOptions } from "../commands/tree-commands.ts";
import { FolderHandle } from "../disk/folder-handle.ts";
import { toDiskError } from "../disk/to-disk-error.ts";
import { recordTree } from "../scan/record-tree.ts";
import type { SnapshotStore } from "../store/snapshot-store.ts";
import { lazyCommands, lazyFiles } from "./lazy-tools.ts";
import { type MadeTree, makeTree } from "./make-tree.ts";
import type { StartingState } from "./starting-state.ts";
import { toWorkingTree } from "./to-working-tree.ts";
import { TreePlace } from "./tree-place.ts";
import { WriteSet } from "./write-set.ts";

export interface PrivateTreeOptions
  extends StartingState, Omit<TreeCommandsOptions, "root" | "place" | "baseBytes"> {
  /** The folder in which private trees are made. */
  readonly trees: string;
  readonly store: SnapshotStore;
}

/** Makes a copy of a recorded state for personas or tests to work in. Disposing deletes it. */
export async function openPrivateTree(options: PrivateTreeOptions): Promise<WorkingTree> {
  const { store, trees } = options;
  using parent = FolderHandle.open(trees);
  stopInheritance(parent, trees);
  const place = new TreePlace(trees);
  try {
    const made = await store.use(() => makeTree(store, place, options));
    return toPrivateTree(options, place, made);
  } catch (error) {
    place.remove();
    throw toDiskError(error, "the private working tree could not be made");
  }
}

function toPrivateTree(options: PrivateTreeOptions, place: TreePlace, made: MadeTree): WorkingTree {
  const { store } = options;
  const root = place.tree;
  const { cache, mayCarry, baseBytes } = made;
  const writes = new WriteSet();
  const attributes = made.holdsAttributes ? findAttributeTool() : null;
  const record = async ({ onlyEdited = false }: SnapshotOptions): Promise<Snapshot> => {
    const noted = writes.take();
    const written = onlyEdited ? noted : null;
    try {
      return await recordTree(store, root, { cache, opensClosed: true, attributes, written });
    } catch (error) {
      writes.addAnything();
      throw error;
    }
  };
  return toWorkingTree({
    kind: "private",
    root,
    files: lazyFiles(async () => {
      const [{ TreeFiles }, { openPrivateStaging }] = await Promise.all([
        import("../files/tree-files.ts"),
        import("./open-private-staging.ts"),
      ]);
      return new TreeFiles({
        root,
        openStaging: () => openPrivateStaging(place, attributes),
        onWrite: (paths) => writes.add(paths),
        // An edit should not wait for a process to say what the tree's own record says.
        ...(mayCarry ? { readAttributes: (paths) => readAttributes(root, paths) } : {}),
      });
    }),
    commands: lazyCommands(async () => {
      const { TreeCommands } = await import("../commands/tree-commands.ts");
      return new TreeCommands({ ...options, root, place, baseBytes, onRun: () => writes.addAnything() });
    }),
    snapshot: async (how = {}) => {
      const snapshot = await record(how);
      place.pin(snapshot.id);
      return snapshot;
    },
    restore: async (snapshotId) => {
      writes.addAnything();
      const { restorePrivateTree } = await import("./restore-private-tree.ts");
      return restorePrivateTree({ place, store, cache, attributes }, snapshotId);
    },
    close: () => place.remove(),
  });
}

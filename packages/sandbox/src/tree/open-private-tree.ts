import type { Snapshot, SnapshotOptions, WorkingTree } from "@kimi/contracts";
import type { AttributeTool } from "../attributes/attribute-tool.ts";
import { findAttributeTool } from "../attributes/find-attribute-tool.ts";
import { readAttributes } from "../attributes/read-attributes.ts";
import { stopInheritance } from "../attributes/stop-inheritance.ts";
import { restoreTree } from "../change/restore-tree.ts";
import { TreeCommands, type TreeCommandsOptions } from "../commands/tree-commands.ts";
import { noFaults } from "../disk/fault-hook.ts";
import { FolderHandle } from "../disk/folder-handle.ts";
import { toDiskError } from "../disk/to-disk-error.ts";
import { TreeFiles } from "../files/tree-files.ts";
import { diskBytesOf } from "../limits/disk-growth.ts";
import { type Manifest, type TreeEntry, isKnownHash } from "../manifest/tree-entry.ts";
import { recordTree } from "../scan/record-tree.ts";
import type { SnapshotStore } from "../store/snapshot-store.ts";
import { commitSteps } from "../transaction/commit-steps.ts";
import type { Plan } from "../transaction/plan-steps.ts";
import { StagingArea } from "../transaction/staging-area.ts";
import { materialise } from "./materialise.ts";
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
  const root = place.tree;
  try {
    const { cache, holdsAttributes, mayCarry, baseBytes } = await store.use(async () => {
      for (const id of options.pinned) place.pin(id);
      const manifest = options.load();
      using contents = store.blobs.openReader();
      const made = await materialise(root, manifest, contents);
      made.cache.describe(store.readGeneration(), null);
      return { ...made, mayCarry: hasAttributes(manifest), baseBytes: diskBytesOf(manifest) };
    });
    const writes = new WriteSet();
    const attributes = holdsAttributes ? findAttributeTool() : null;
    const recordWritten = async ({ onlyEdited = false }: SnapshotOptions): Promise<Snapshot> => {
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
      files: new TreeFiles({
        root,
        openStaging: () => openStaging(place, attributes),
        onWrite: (paths) => writes.add(paths),
        // An edit should not wait for a process to say what the tree's own record says.
        ...(mayCarry ? { readAttributes: (paths) => readAttributes(root, paths) } : {}),
      }),
      commands: new TreeCommands({
        ...options,
        root,
        place,
        baseBytes,
        onRun: () => writes.addAnything(),
      }),
      snapshot: async (how = {}) => {
        const snapshot = await recordWritten(how);
        place.pin(snapshot.id);
        return snapshot;
      },
      restore: (snapshotId) => {
        writes.addAnything();
        return store.use(() =>
          restoreTree({
            root,
            recorded: store.open(snapshotId),
            cache,
            source: store.blobs,
            attributes,
            carryOut: (plan, onLost) => carryOut({ place, store, attributes }, plan, onLost),
          }),
        );
      },
      close: () => place.remove(),
    });
  } catch (error) {
    place.remove();
    throw toDiskError(error, "the private working tree could not be made");
  }
}

function hasAttributes(manifest: Manifest): boolean {
  return [...manifest.values()].some(({ attributes }) => isKnownHash(attributes));
}

interface PrivatePlace {
  readonly place: TreePlace;
  readonly store: SnapshotStore;
  readonly attributes: AttributeTool | null;
}

/** Without a journal: after a crash the tree is thrown away. */
async function carryOut(
  { place, store, attributes }: PrivatePlace,
  { steps, staged }: Plan,
  onLost: (entry: TreeEntry, error: unknown) => void,
): Promise<void> {
  using area = openStaging(place, attributes);
  const lost = new Set<string>();
  for (const [slot, entry] of staged) {
    try {
      area.stage(slot, entry, { source: store.blobs, durable: false });
    } catch (error) {
      onLost(entry, error);
      lost.add(entry.path);
    }
  }
  area.complete({ durable: false });
  const possible = steps.filter(({ path }) => !lost.has(path));
  const stopped = await commitSteps({ root: place.tree, area, guarded: false, fault: noFaults }, possible);
  area.remove();
  if (stopped !== null) throw toDiskError(stopped.failure, "the private working tree could not be restored");
}

function openStaging(place: TreePlace, attributes: AttributeTool | null): StagingArea {
  using folder = FolderHandle.open(place.folder);
  return StagingArea.open(folder, place.folder, "staging", attributes);
}

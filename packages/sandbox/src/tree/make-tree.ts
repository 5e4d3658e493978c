import type { Snapshot } from "@kimi/contracts";
import { diskBytesOf } from "../limits/disk-bytes-of.ts";
import { isKnownHash } from "../manifest/tree-entry.ts";
import { SecondThread } from "../second-thread/second-thread.ts";
import type { SnapshotStore } from "../store/snapshot-store.ts";
import { type MaterialisedTree, materialise } from "./materialise.ts";
import type { StartingState } from "./starting-state.ts";
import type { TreePlace } from "./tree-place.ts";
import type { TreePlan } from "./tree-plan.ts";
import { findTwin } from "./twin.ts";

/** A private tree as it begins. */
export interface MadeTree extends MaterialisedTree {
  /** Whether any entry has extended attributes. */
  readonly mayCarry: boolean;
  /** What it takes on disk, about. */
  readonly baseBytes: number;
}

/** Makes a tree in its place, while nobody collects what it is made of. */
export async function makeTree(
  store: SnapshotStore,
  place: TreePlace,
  { describe, load, pinned, seenAt }: StartingState,
): Promise<MadeTree> {
  for (const id of pinned) place.pin(id);
  // It gets ready while the plan is read.
  using second = isLarge(describe()) ? SecondThread.start() : null;
  using source = store.blobs.openReader("checksums");
  const plan = load(source);
  const planned = { mayCarry: hasAttributes(plan), baseBytes: diskBytesOf(sizesOf(plan)) };
  const seen = seenAt();
  const twin = seen === null ? null : findTwin(seen.root, seen.table, place.folder);
  const made = await materialise(place.tree, plan, { source, second, twin });
  made.cache.describe(store.readGeneration(), null);
  return { ...made, ...planned };
}

/** Whether a second thread saves more than its start costs. */
function isLarge({ fileCount, totalBytes }: Pick<Snapshot, "fileCount" | "totalBytes">): boolean {
  return fileCount > 1000 || (fileCount > 1 && totalBytes > 16 * 1024 * 1024);
}

function hasAttributes({ special }: TreePlan): boolean {
  return special.some(({ entry }) => isKnownHash(entry.attributes));
}

function* sizesOf({ table }: TreePlan): Generator<{ readonly size: number }> {
  for (let at = 0; at < table.count; at += 1) yield { size: table.size(at) };
}

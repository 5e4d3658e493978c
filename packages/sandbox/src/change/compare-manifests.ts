import type { Change, ChangeSet } from "@kimi/contracts";
import { toShownPath } from "../paths/shown-path.ts";
import { linkComparer } from "../manifest/link-groups.ts";
import {
  type Manifest,
  type TreeEntry,
  sameAttributes,
  sameState,
  toEntryState,
} from "../manifest/tree-entry.ts";
import type { EntryChange } from "./entry-change.ts";

/** Every path at which `from` and `to` differ in any recorded respect, times included, in byte order. */
export function compareManifests(from: Manifest, to: Manifest): readonly EntryChange[] {
  const changes: EntryChange[] = [];
  const sameLinks = linkComparer(from, to);
  for (const [path, before] of from) {
    const after = to.get(path) ?? null;
    const isRelinked = after !== null && !sameLinks(path);
    if (after === null || isRelinked || !isSame(before, after)) {
      changes.push({ path, before, after, isRelinked });
    }
  }
  for (const [path, after] of to)
    if (!from.has(path)) changes.push({ path, before: null, after, isRelinked: false });
  return changes.toSorted((a, b) => (a.path < b.path ? -1 : 1));
}

function isSame(a: TreeEntry, b: TreeEntry): boolean {
  return sameState(a, b) && a.mtimeUs === b.mtimeUs && a.isSparse === b.isSparse && sameAttributes(a, b);
}

/** Whether more differs than the time, and how much of the disk is taken. */
export function isMaterial({ before, after, isRelinked }: EntryChange): boolean {
  return (
    before === null ||
    after === null ||
    isRelinked ||
    !sameState(before, after) ||
    !sameAttributes(before, after)
  );
}

/** The difference as the ports tell it: times and holes do not count. */
export function toChangeSet(from: string, to: string, changes: readonly EntryChange[]): ChangeSet {
  return { from, to, changes: changes.filter(isMaterial).map(toChange) };
}

function toChange({ path, before, after }: EntryChange): Change {
  return {
    path: toShownPath(path),
    kind: kindOf(before, after),
    before: before === null ? null : toEntryState(before),
    after: after === null ? null : toEntryState(after),
  };
}

function kindOf(before: TreeEntry | null, after: TreeEntry | null): Change["kind"] {
  if (before === null) return "added";
  if (after === null) return "removed";
  if (before.type !== after.type) return "type-changed";
  if (before.hash !== after.hash) return "modified";
  return before.mode === after.mode ? "metadata-changed" : "mode-changed";
}

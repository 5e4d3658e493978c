import type { Change, ChangeSet } from "@kimi/contracts";
import type { RawPath } from "../paths/raw-path.ts";
import { toShownPath } from "../paths/shown-path.ts";
import { type Manifest, type TreeEntry, sameState, toEntryState } from "../manifest/tree-entry.ts";

/** A path at which two manifests differ; `null` where one of them has nothing. */
export interface EntryChange {
  readonly path: RawPath;
  readonly before: TreeEntry | null;
  readonly after: TreeEntry | null;
}

/** Every path at which `from` and `to` differ in any recorded respect, times included, in byte order. */
export function compareManifests(from: Manifest, to: Manifest): readonly EntryChange[] {
  const changes: EntryChange[] = [];
  for (const [path, before] of from) {
    const after = to.get(path) ?? null;
    if (after === null || !sameState(before, after) || before.mtimeUs !== after.mtimeUs) {
      changes.push({ path, before, after });
    }
  }
  for (const [path, after] of to) if (!from.has(path)) changes.push({ path, before: null, after });
  return changes.toSorted((a, b) => (a.path < b.path ? -1 : 1));
}

/** Whether more than the time differs. */
export function isMaterial({ before, after }: EntryChange): boolean {
  return before === null || after === null || !sameState(before, after);
}

/** The difference as the ports tell it: times do not count. */
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
  return before.hash === after.hash ? "mode-changed" : "modified";
}

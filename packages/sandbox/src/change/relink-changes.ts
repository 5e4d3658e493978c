import { linkGroups } from "../manifest/link-groups.ts";
import { type Manifest, type TreeEntry, sameState } from "../manifest/tree-entry.ts";
import type { RawPath } from "../paths/raw-path.ts";
import { type EntryChange, isPutAnew } from "./entry-change.ts";

/**
 * Where one name of a hard-linked file is put anew, all of them must be, since they are to be one file again: adds those
 * names to `changes`. A name that differs between the trees, but is not among the changes, stays apart.
 */
export function relinkChanges(
  changes: readonly EntryChange[],
  from: Manifest,
  to: Manifest,
): readonly EntryChange[] {
  const byPath = new Map(changes.map((change) => [change.path, change]));
  for (const group of linkGroups(to).values()) {
    if (!group.some((path) => isPut(byPath.get(path)))) continue;
    const members = group.flatMap((path) => byPath.get(path) ?? unchanged(path, from, to) ?? []);
    const [first] = members;
    for (const member of members) byPath.set(member.path, relink(member, first?.path ?? null));
  }
  return [...byPath.values()].toSorted((a, b) => (a.path < b.path ? -1 : 1));
}

function isPut(change: EntryChange | undefined): boolean {
  return change !== undefined && isPutAnew(change);
}

function unchanged(path: RawPath, from: Manifest, to: Manifest): EntryChange | null {
  const [before, after] = [from.get(path), to.get(path)];
  const isSame = before !== undefined && after !== undefined && sameState(before, after);
  return isSame ? { path, before, after, isRelinked: true } : null;
}

function relink(change: EntryChange, first: RawPath | null): EntryChange {
  const after: TreeEntry | null = change.after && {
    ...change.after,
    linkedTo: change.path === first ? null : first,
  };
  return { ...change, after, isRelinked: true };
}

import { type Item, allDrafts } from "./draft.ts";
import { type StatTable, mark } from "./stat-table.ts";

/**
 * Inodes that fresh drafts share with entries taken over as they were: a folder has come into the tree with names of
 * files that others in it are names of as well, which changes nothing about those but that they are linked now.
 */
export function findStrayNames(table: StatTable, items: readonly Item[]): ReadonlySet<number> {
  const fresh = new Set<number>();
  for (const { isFresh, marks, seen } of allDrafts(items))
    if (isFresh && (marks & mark.severalNames) !== 0) fresh.add(seen.inode);
  const strays = new Set<number>();
  if (fresh.size === 0) return strays;
  for (const at of keptEntries(items)) {
    if (!table.has(at, mark.severalNames)) continue;
    const { inode } = table.seen(at);
    if (fresh.has(inode)) strays.add(inode);
  }
  return strays;
}

function* keptEntries(items: readonly Item[]): Generator<number> {
  for (const item of items) {
    if (item.kind === "draft") yield* keptEntries(item.items ?? []);
    else if (item.kind === "kept") for (let at = item.from; at < item.to; at += 1) yield at;
  }
}

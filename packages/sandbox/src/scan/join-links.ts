import type { Draft } from "./draft.ts";
import { mark } from "./stat-table.ts";

/** Finds, among drafts whose contents are read, those that are names of one file, and says so in each. */
export function joinLinks(drafts: Iterable<Draft>): void {
  const groups = Map.groupBy(drafts, fileOf);
  groups.delete(null);
  for (const group of groups.values()) {
    const paths = group.map(({ entry }) => entry.path);
    const first = paths.reduce((least, path) => (path < least ? path : least));
    for (const draft of group) {
      const linkedTo = group.length === 1 || draft.entry.path === first ? null : first;
      if (draft.entry.linkedTo !== linkedTo) draft.entry = { ...draft.entry, linkedTo };
      if (group.length > 1) draft.marks |= mark.linked;
    }
  }
}

/** Alike for the names of one file. Mode, time and content keep apart what has one inode number on two file systems. */
function fileOf({ marks, entry, seen }: Draft): string | null {
  if ((marks & mark.severalNames) === 0 || entry.type === "directory") return null;
  return `${seen.inode} ${seen.mode} ${entry.mtimeUs} ${entry.hash ?? ""}`;
}

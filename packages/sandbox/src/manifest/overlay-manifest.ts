import { type RawPath, parentOf } from "../paths/raw-path.ts";
import { linkGroups } from "./link-groups.ts";
import { type Manifest, type TreeEntry, toManifest } from "./tree-entry.ts";

/**
 * `base` with `paths`, and everything below them, as they are in `top`; a path missing there is missing in the result.
 * Folders that lead to a path come along; an entry of `base` in their place gives way. Hard links stay among entries
 * that come from the same tree.
 */
export function overlayManifest(base: Manifest, top: Manifest, paths: readonly RawPath[]): Manifest {
  const laid = new Set(paths);
  const isBelow = (path: RawPath): boolean => {
    for (let at = path; at !== ""; at = parentOf(at)) if (laid.has(at)) return true;
    return false;
  };
  const entries = new Map<RawPath, TreeEntry>();
  for (const entry of base.values()) if (!isBelow(entry.path)) entries.set(entry.path, entry);
  for (const entry of top.values()) {
    if (!isBelow(entry.path)) continue;
    for (let parent = parentOf(entry.path); parent !== ""; parent = parentOf(parent)) {
      const folder = top.get(parent);
      if (folder !== undefined && entries.get(parent)?.type !== "directory") entries.set(parent, folder);
    }
    entries.set(entry.path, entry);
  }
  const result = new Map([...withoutOrphans(entries)].map((entry) => [entry.path, entry]));
  for (const tree of [base, top]) keepLinks(result, tree);
  return toManifest(result.values());
}

/** Drops what lies below something that is no folder: what a file of `top` has taken the place of. */
function* withoutOrphans(entries: ReadonlyMap<RawPath, TreeEntry>): Generator<TreeEntry> {
  for (const entry of entries.values()) {
    const ancestors: RawPath[] = [];
    for (let at = parentOf(entry.path); at !== ""; at = parentOf(at)) ancestors.push(at);
    if (ancestors.every((path) => entries.get(path)?.type === "directory")) yield entry;
  }
}

/** Links the names of each file of `tree` that have come into the result to the first of them. */
function keepLinks(result: Map<RawPath, TreeEntry>, tree: Manifest): void {
  for (const group of linkGroups(tree).values()) {
    const kept = group.flatMap((path) => {
      const entry = result.get(path);
      return entry !== undefined && entry === tree.get(path) ? entry : [];
    });
    const [first] = kept;
    for (const entry of kept)
      result.set(entry.path, { ...entry, linkedTo: entry === first ? null : (first?.path ?? null) });
  }
}

import type { RawPath } from "../paths/raw-path.ts";
import type { Manifest } from "./tree-entry.ts";

/** The names of each file that has several in a tree, by the first of them; each list in byte order. */
export function linkGroups(manifest: Manifest): ReadonlyMap<RawPath, readonly RawPath[]> {
  const groups = new Map<RawPath, RawPath[]>();
  for (const { path, linkedTo } of manifest.values()) {
    if (linkedTo === null) continue;
    const group = groups.get(linkedTo);
    if (group === undefined) groups.set(linkedTo, [linkedTo, path]);
    else group.push(path);
  }
  return groups;
}

/**
 * A test whether a path is a name of the same file in both trees, as far as the other names are in both: a name that
 * came or went changes nothing for the rest.
 */
export function linkComparer(from: Manifest, to: Manifest): (path: RawPath) => boolean {
  const [before, after] = [commonFirsts(from, to), commonFirsts(to, from)];
  return (path) => before.get(path) === after.get(path);
}

/** For each name that both trees have, the first one of its file that both have. */
function commonFirsts(manifest: Manifest, other: Manifest): ReadonlyMap<RawPath, RawPath> {
  const firsts = new Map<RawPath, RawPath>();
  for (const group of linkGroups(manifest).values()) {
    const [first, ...others] = group.filter((path) => other.has(path));
    if (first !== undefined) for (const path of others) firsts.set(path, first);
  }
  return firsts;
}

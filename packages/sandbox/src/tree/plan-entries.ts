import type { TreeEntry } from "../manifest/tree-entry.ts";
import type { RawPath } from "../paths/raw-path.ts";
import { PlanWriter } from "./plan-writer.ts";
import type { TreePlan } from "./tree-plan.ts";

/** Plans a tree of entries, in any order, with all folders above them. */
export function planEntries(entries: Iterable<TreeEntry>): TreePlan {
  const writer = new PlanWriter();
  const open: { readonly at: number; readonly prefix: RawPath }[] = [];
  const closeBefore = (next: RawPath): void => {
    for (let last = open.at(-1); last !== undefined && !next.startsWith(last.prefix); last = open.at(-1)) {
      writer.closeFolder(last.at);
      open.pop();
    }
  };
  for (const entry of depthFirst(entries)) {
    closeBefore(entry.path);
    const at = writer.addEntry(entry);
    if (entry.type === "directory") open.push({ at, prefix: `${entry.path}/` });
  }
  closeBefore("");
  return writer.finish();
}

/** With what a folder holds right after it, in the order of the names' bytes. */
function depthFirst(entries: Iterable<TreeEntry>): readonly TreeEntry[] {
  // No name holds a NUL, and nothing comes before it.
  const keyed = Array.from(entries, (entry) => ({ key: entry.path.replaceAll("/", "\0"), entry }));
  return keyed.toSorted((a, b) => (a.key < b.key ? -1 : 1)).map(({ entry }) => entry);
}

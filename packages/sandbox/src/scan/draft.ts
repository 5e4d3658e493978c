import type { TreeEntry } from "../manifest/tree-entry.ts";
import type { Seen } from "./seen.ts";

/** A run of entries that are as the table has them, folders with all that is below them. */
interface KeptRun {
  readonly kind: "kept";
  readonly from: number;
  to: number;
}

/** An entry that is not taken over as it was. What is not known while the tree is walked is filled in later. */
export interface Draft {
  readonly kind: "draft";
  entry: TreeEntry;
  readonly seen: Seen;
  /** Those that the entry itself does not tell. */
  marks: number;
  /** Whether it was read anew, and not taken from the table. */
  readonly isFresh: boolean;
  /** Of a folder; `null` for anything else. */
  readonly items: readonly Item[] | null;
  /** What turned out to be in its place when it was read: `null` for nothing. */
  replacement?: Draft | null;
}

/** What a folder holds, in the order of names. */
export type Item = KeptRun | Draft;

/** What is there in the end. */
export function settled(item: Draft): Draft | null {
  return item.replacement === undefined ? item : item.replacement;
}

/** All drafts among `items` and below, folders before what is in them. */
export function* allDrafts(items: readonly Item[]): Generator<Draft> {
  for (const item of items) {
    const draft = item.kind === "draft" ? settled(item) : null;
    if (draft === null) continue;
    yield draft;
    if (draft.items !== null) yield* allDrafts(draft.items);
  }
}

/** How many entries `items` come to. */
export function countEntries(items: readonly Item[]): number {
  let count = 0;
  for (const item of items) {
    if (item.kind === "kept") count += item.to - item.from;
    else {
      const draft = settled(item);
      if (draft !== null) count += 1 + countEntries(draft.items ?? []);
    }
  }
  return count;
}

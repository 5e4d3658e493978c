import type { TreeEntry } from "../manifest/tree-entry.ts";
import type { FreshFiles } from "./fresh-files.ts";
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
}

/** Files that were read, one after the other; what is drafted of them says more than the columns do. */
export interface FileRun {
  readonly kind: "files";
  readonly files: FreshFiles;
  readonly from: number;
  to: number;
}

/** What a folder holds, in the order of names. */
export type Item = KeptRun | FileRun | Draft;

/** Adds files to items, to the last of which they may be next. */
export function addRun(items: Item[], run: FileRun): void {
  const last = items.at(-1);
  if (last?.kind === "files" && last.files === run.files && last.to === run.from) last.to = run.to;
  else items.push(run);
}

/** All drafts among `items` and below, folders before what is in them. */
export function* allDrafts(items: readonly Item[]): Generator<Draft> {
  for (const item of items) {
    if (item.kind === "draft") {
      yield item;
      if (item.items !== null) yield* allDrafts(item.items);
    } else if (item.kind === "files") yield* allDrafts([...draftsOf(item)]);
  }
}

function* draftsOf({ files, from, to }: FileRun): Generator<Draft> {
  for (let at = from; files.drafts.size > 0 && at < to; at += 1) {
    const draft = files.drafts.get(at) ?? null;
    if (draft === null) continue;
    yield draft;
  }
}

/** All runs of files among `items` and below. */
export function* allRuns(items: readonly Item[]): Generator<FileRun> {
  for (const item of items) {
    if (item.kind === "files") {
      yield item;
      for (const { items: below } of draftsOf(item)) if (below !== null) yield* allRuns(below);
    } else if (item.kind === "draft" && item.items !== null) yield* allRuns(item.items);
  }
}

/** How many entries `items` come to. */
export function countEntries(items: readonly Item[]): number {
  let count = 0;
  for (const item of items) {
    if (item.kind === "draft") count += countDraft(item);
    else count += item.to - item.from;
    if (item.kind !== "files" || item.files.drafts.size === 0) continue;
    for (let at = item.from; at < item.to; at += 1) {
      const draft = item.files.drafts.get(at);
      if (draft !== undefined) count += (draft === null ? 0 : countDraft(draft)) - 1;
    }
  }
  return count;
}

function countDraft({ items }: Draft): number {
  return 1 + countEntries(items ?? []);
}

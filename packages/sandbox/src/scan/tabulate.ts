import { type FolderChild, type FolderSummary, recordFolder } from "../manifest/folder-record.ts";
import type { ContentSink } from "../store/content-sink.ts";
import { type Draft, type FileRun, type Item, countEntries } from "./draft.ts";
import { isRacy } from "./seen.ts";
import { type StatTable, mark, numbersEach } from "./stat-table.ts";
import { type PatchedRows, StatTablePatch } from "./stat-table-patch.ts";
import { StatTableWriter } from "./stat-table-writer.ts";

export interface TabulateOptions {
  /** The table that kept runs are from. */
  readonly table: StatTable;
  /** Takes the records of folders; `null` where contents were not kept either: then changed folders have no summary. */
  readonly sink: ContentSink | null;
  /** Whether the sink has the records of all folders that have a summary. */
  readonly holdsSummaries: boolean;
  /** No entry was read before this instant, in milliseconds since 1970. */
  readonly readSinceMs: number;
}

export interface Tabulated {
  readonly table: StatTable;
  /** In what it is not the same as the earlier table; `null` where it has other entries, or not all of them have summaries. */
  readonly patched: PatchedRows | null;
}

type TableWriter = Pick<StatTableWriter, "addRun" | "addFresh" | "closeFolder"> & Pick<StatTablePatch, "add">;

interface AddOptions extends TabulateOptions {
  readonly summaryOf: (at: number) => FolderSummary | null;
}

/** Makes a table of what was found, and the records of the folders that are not as they were. */
export function tabulate(items: readonly Item[], options: TabulateOptions): Tabulated {
  const { table, sink, holdsSummaries } = options;
  const mayPatch = sink !== null && holdsSummaries && StatTablePatch.fits(table, items);
  const patch = mayPatch ? new StatTablePatch(table) : null;
  const writer = patch ?? new StatTableWriter(countEntries(items));
  const summaryOf = createSummaryOf(options);
  writer.closeFolder(-1, addFolder(writer, items, { ...options, summaryOf }));
  return { table: writer.finish(), patched: patch?.patched ?? null };
}

function addFolder(writer: TableWriter, items: readonly Item[], options: AddOptions): FolderSummary | null {
  const { table, sink, summaryOf } = options;
  // Where the root has one, every folder has.
  const areKnown = options.holdsSummaries && table.columns.summaries.has(-1);
  const children: FolderChild[] = [];
  for (const item of items) {
    if (item.kind === "kept") {
      for (let at = item.from; at < item.to; at = table.end(at)) children.push(childOf(table, at, summaryOf));
      writer.addRun(table, item.from, item.to, areKnown ? null : summaryOf);
      continue;
    }
    if (item.kind === "files") {
      addFiles(writer, item, { ...options, children });
      continue;
    }
    children.push(addDraft(writer, item, options));
  }
  return record(children, sink);
}

function addDraft(writer: TableWriter, draft: Draft, options: AddOptions): FolderChild {
  const { entry, seen, marks, isFresh } = draft;
  const { sink, readSinceMs } = options;
  const isReliable = !isFresh || !isRacy(seen, readSinceMs);
  const missing = isFresh && sink === null && entry.type === "file" ? mark.contentMissing : 0;
  const at = writer.add({
    entry,
    isFresh,
    seen: isReliable ? seen : { ...seen, ctimeMs: Number.NaN },
    marks: marks | missing,
  });
  const summary = draft.items === null ? null : addFolder(writer, draft.items, options);
  writer.closeFolder(at, summary);
  return { entry, summary };
}

/** Adds files from their columns, but for those that are drafted. */
function addFiles(
  writer: TableWriter,
  { files: { table, drafts }, from, to }: FileRun,
  options: AddOptions & { readonly children: FolderChild[] },
): void {
  const { numbers } = table.columns;
  const { children, readSinceMs } = options;
  let begun = from;
  for (let at = from; at < to; at += 1) {
    const draft = drafts.size === 0 ? undefined : drafts.get(at);
    if (draft === undefined) {
      const first = at * numbersEach;
      const times = { mtimeMs: numbers[first + 1] ?? 0, ctimeMs: numbers[first + 2] ?? 0 };
      if (isRacy(times, readSinceMs)) numbers[first + 2] = Number.NaN;
      children.push({ entry: table.entry(at, table.name(at)), summary: null });
      continue;
    }
    writer.addFresh(table, begun, at);
    begun = at + 1;
    if (draft !== null) children.push(addDraft(writer, draft, options));
  }
  writer.addFresh(table, begun, to);
}

/** By its name alone, which is all that a folder's record holds of a path. */
function childOf(table: StatTable, at: number, summaryOf: (at: number) => FolderSummary | null): FolderChild {
  return {
    entry: table.entry(at, table.name(at)),
    summary: table.isFolder(at) ? summaryOf(at) : null,
  };
}

function record(children: readonly FolderChild[], sink: ContentSink | null): FolderSummary | null {
  if (sink === null) return null;
  const { summary: made, bytes } = recordFolder(children);
  // With what was nowhere until now, it is in no store either, and need not be looked for.
  const isNew = children.some(({ entry, summary }) => sink.hasTaken(summary?.id ?? entry.hash ?? ""));
  sink.add(made.id, bytes, isNew);
  return made;
}

/** What is known of a kept folder, or is found out from the table, once each. */
function createSummaryOf({
  table,
  sink,
  holdsSummaries,
}: TabulateOptions): (at: number) => FolderSummary | null {
  const made = new Map<number, FolderSummary | null>();
  const summaryOf = (at: number): FolderSummary | null => {
    const known = (holdsSummaries ? table.columns.summaries.get(at) : undefined) ?? made.get(at);
    if (known !== undefined || sink === null) return known ?? null;
    const children = [...table.children(at)].map((child) => childOf(table, child, summaryOf));
    const summary = record(children, sink);
    made.set(at, summary);
    return summary;
  };
  return summaryOf;
}

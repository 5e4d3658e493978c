import { type FolderChild, type FolderSummary, recordFolder } from "../manifest/folder-record.ts";
import type { ContentSink } from "../store/content-sink.ts";
import { type Item, countEntries, settled } from "./draft.ts";
import { isRacy } from "./seen.ts";
import { type StatTable, mark } from "./stat-table.ts";
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

function addFolder(
  writer: Pick<StatTableWriter, "addRun" | "closeFolder"> & Pick<StatTablePatch, "add">,
  items: readonly Item[],
  options: TabulateOptions & { readonly summaryOf: (at: number) => FolderSummary | null },
): FolderSummary | null {
  const { table, sink, readSinceMs, summaryOf } = options;
  // Where the root has one, every folder has.
  const areKnown = options.holdsSummaries && table.columns.summaries.has(-1);
  const children: FolderChild[] = [];
  for (const item of items) {
    if (item.kind === "kept") {
      for (let at = item.from; at < item.to; at = table.end(at)) children.push(childOf(table, at, summaryOf));
      writer.addRun(table, item.from, item.to, areKnown ? null : summaryOf);
      continue;
    }
    const draft = settled(item);
    if (draft === null) continue;
    const { entry, seen, marks, isFresh } = draft;
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
    children.push({ entry, summary });
  }
  return record(children, sink);
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
  const { summary, bytes } = recordFolder(children);
  sink.add(summary.id, bytes);
  return summary;
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

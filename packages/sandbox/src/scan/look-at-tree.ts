import { findAttributeTool } from "../attributes/find-attribute-tool.ts";
import { contentsOf } from "../manifest/tree-entry.ts";
import { type ContentSink, hashesOnly } from "../store/content-sink.ts";
import { type Changed, findChanged } from "./find-changed.ts";
import type { ScanOptions } from "./scan-options.ts";
import { type StatTable, mark } from "./stat-table.ts";

type LookOptions = Pick<ScanOptions, "attributes" | "holdsKnown"> & {
  /** `null` where what the sink holds does not matter. */
  readonly sink: Pick<ContentSink, "has"> | null;
  readonly rest: () => Promise<void> | undefined;
};

/** Finds the entries that are no longer as a table has them, or of which it does not have enough. Nothing is opened. */
export async function lookAtTree(table: StatTable, root: string, options: LookOptions): Promise<Changed> {
  const { rest, holdsKnown = false } = options;
  const sink = options.sink === hashesOnly ? null : options.sink;
  const staleMarks = (sink === null ? 0 : mark.contentMissing) | staleAttributes(table, options);
  const isStale =
    sink === null || holdsKnown
      ? null
      : (at: number): boolean => !contentsOf(table.entry(at)).every((hash) => sink.has(hash));
  return await findChanged(table, root, { staleMarks, isStale, rest });
}

/** Attributes that nobody could ask for are asked for as soon as somebody can. */
function staleAttributes(table: StatTable, { attributes }: LookOptions): number {
  if (!table.hasAny(mark.unknownAttributes)) return 0;
  const tool = attributes === undefined ? findAttributeTool() : attributes;
  return tool === null ? 0 : mark.unknownAttributes;
}

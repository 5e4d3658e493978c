import type { AttributeQuestions } from "../attributes/attribute-questions.ts";
import { findAttributeTool } from "../attributes/find-attribute-tool.ts";
import { yieldNowAndThen } from "../disk/yield-now-and-then.ts";
import type { FolderSummary } from "../manifest/folder-record.ts";
import type { RawPath } from "../paths/raw-path.ts";
import { hashesOnly } from "../store/content-sink.ts";
import { addAttributes } from "./add-attributes.ts";
import { ContentReading } from "./content-reading.ts";
import { type Item, allDrafts } from "./draft.ts";
import { hasSameNames, toChanged } from "./find-changed.ts";
import { lookAtTree } from "./look-at-tree.ts";
import { markWritten } from "./mark-written.ts";
import { findStrayNames } from "./find-stray-names.ts";
import { joinLinks } from "./join-links.ts";
import type { ScanOptions } from "./scan-options.ts";
import { type StatTable, mark } from "./stat-table.ts";
import { tabulate } from "./tabulate.ts";
import { unreadable } from "./unreadable.ts";
import { type Walk, readAlone, walkTree } from "./walk-tree.ts";

export interface ScannedTree {
  readonly table: StatTable;
  /** Of the whole tree; `null` where contents were not kept and something has changed. */
  readonly summary: FolderSummary | null;
  /** Whether everything is as the cache knew it, and nothing has gone. */
  readonly isUnchanged: boolean;
  /** Sockets and devices: part of no snapshot, since they hold nothing that could be brought back. */
  readonly leftOut: readonly RawPath[];
}

/**
 * Reads a tree. A file that changes while being read is read again; links are recorded and never followed.
 * Folders of other file systems mounted below the root count like any other.
 * @throws KimiError `workspace` when something cannot be read, or never stays still.
 */
export async function scanTree(root: string, options: ScanOptions): Promise<ScannedTree> {
  try {
    return await scan(root, options);
  } catch (error) {
    throw unreadable(root, error);
  }
}

async function scan(root: string, options: ScanOptions): Promise<ScannedTree> {
  const { cache, holdsKnown = false, preflight = null } = options;
  const { table } = cache;
  const readSinceMs = Date.now();
  const rest = yieldNowAndThen();
  const written = holdsKnown ? (options.written ?? null) : null;
  const hasAttributes = written === null || carriesAttributes(table);
  using questions = hasAttributes ? openQuestions(root, options) : null;
  const sink = options.sink === hashesOnly ? null : options.sink;
  const changed =
    options.changed ??
    (written === null ? await lookAtTree(table, root, { ...options, rest }) : markWritten(table, written));
  const isUnchanged = changed.count === 0 && hasSameNames(table, root);
  // Where nothing is kept, what is known of the store need not be checked either.
  const holdsSummaries = sink === null || holdsKnown;
  const isRecorded = sink === null || (holdsKnown && table.columns.summaries.has(-1));
  if (isUnchanged && isRecorded) return toScannedTree(table, true, []);
  const { items, leftOut } = await lookThrough({
    ...options,
    root,
    table,
    changed,
    questions,
    hasAttributes,
    preflight,
    rest,
  });
  joinLinks(allDrafts(items));
  if (questions !== null) await addAttributes(items, { ...options, root, questions });
  const found = tabulate(items, { table, sink, holdsSummaries, readSinceMs });
  cache.replace(found.table, found.patched);
  return toScannedTree(found.table, isUnchanged, leftOut);
}

function openQuestions(
  root: string,
  { attributes = findAttributeTool() }: ScanOptions,
): AttributeQuestions | null {
  return attributes?.open(root) ?? null;
}

/** Whether any entry has attributes, or may have. */
function carriesAttributes(table: StatTable): boolean {
  if (table.hasAny(mark.unknownAttributes)) return true;
  return [...table.columns.rare.values()].some(({ attributes }) => attributes !== null);
}

function toScannedTree(table: StatTable, isUnchanged: boolean, leftOut: readonly RawPath[]): ScannedTree {
  return { table, isUnchanged, leftOut, summary: table.columns.summaries.get(-1) ?? null };
}

type Look = Omit<Walk, "leftOut" | "reading" | "closed" | "readsNow" | "mustDraft">;

interface Walked {
  readonly items: readonly Item[];
  readonly leftOut: readonly RawPath[];
}

async function lookThrough(look: Look): Promise<Walked> {
  const { table } = look;
  const found = await walkOnce(look, table.hasAny(mark.linked) ? (at) => table.has(at, mark.linked) : null);
  const inodes = findStrayNames(table, found.items);
  if (inodes.size === 0) return found;
  return await walkOnce(look, (at) => table.has(at, mark.linked) || inodes.has(table.seen(at).inode));
}

async function walkOnce(look: Look, isDrafted: ((at: number) => boolean) | null): Promise<Walked> {
  const flags = new Uint8Array(look.table.count);
  if (isDrafted !== null) for (let at = 0; at < flags.length; at += 1) if (isDrafted(at)) flags[at] = 1;
  const mustDraft = toChanged(flags);
  const { preflight, sink, questions, hasAttributes } = look;
  await using reading = new ContentReading({
    ...look,
    marks:
      (sink === hashesOnly ? mark.contentMissing : 0) |
      (questions === null && hasAttributes ? mark.unknownAttributes : 0),
    allowedBytes: preflight?.allowedBytes ?? Infinity,
    measure: (paths) => preflight?.measure(paths),
  });
  const walk: Walk = { ...look, mustDraft, leftOut: [], reading, closed: 0, readsNow: false };
  const items = await walkTree(walk);
  await reading.finish((path) => readAlone(walk, path));
  return { items, leftOut: walk.leftOut };
}

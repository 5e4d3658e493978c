import type { BigIntStats } from "node:fs";
import { lateCrypto } from "../builtins/late-crypto.ts";
import type { AttributeQuestions } from "../attributes/attribute-questions.ts";
import { errnoOf } from "../disk/errno-of.ts";
import type { FolderHandle } from "../disk/folder-handle.ts";
import { type TreeEntry, unknownAttributes } from "../manifest/tree-entry.ts";
import type { RawPath } from "../paths/raw-path.ts";
import { toShownPath } from "../paths/shown-path.ts";
import type { Preflight } from "./preflight.ts";
import type { Draft } from "./draft.ts";
import { roundToMicroseconds, toSeen } from "./seen.ts";
import { mark } from "./stat-table.ts";
import { unreadable } from "./unreadable.ts";

/** What of a walk concerns a single entry. */
export interface Seer {
  readonly preflight: Preflight | null;
  readonly questions: AttributeQuestions | null;
  /** Whether an entry that is not asked about may have attributes. */
  readonly hasAttributes: boolean;
  /** In how many closed folders or files the walk is right now: they are closed again before questions are answered. */
  readonly closed: number;
}

/** An entry that was read. Links and attributes are filled in when all have been seen. */
export function seeEntry(walk: Seer, stats: BigIntStats, entry: TreeEntry): Draft {
  walk.preflight?.count();
  const isAsked = walk.questions !== null && walk.closed === 0;
  if (isAsked) walk.questions.ask(entry.path);
  return {
    kind: "draft",
    entry: isAsked || !walk.hasAttributes ? entry : { ...entry, attributes: unknownAttributes },
    seen: toSeen(stats),
    marks: stats.nlink > 1n && !stats.isDirectory() ? mark.severalNames : 0,
    isFresh: true,
    items: null,
  };
}

const blockBytes = 4096;

/** What all kinds of entries have in common. */
export function toEntry(path: RawPath, stats: BigIntStats, type: TreeEntry["type"]): TreeEntry {
  const mtimeUs = roundToMicroseconds(stats);
  const isSparse = type === "file" && Number(stats.size) - Number(stats.blocks) * 512 >= blockBytes;
  const absent = { hash: null, target: null, linkedTo: null, attributes: null };
  return { path, type, mode: Number(stats.mode) & 0o7777, size: 0, mtimeUs, ...absent, isSparse };
}

/** A file, its content still to be read. */
export function seeFile(walk: Seer, path: RawPath, stats: BigIntStats): Draft {
  return seeEntry(walk, stats, { ...toEntry(path, stats, "file"), size: Number(stats.size) });
}

/** `null` when it is gone by now. */
export function seeLink(
  walk: Seer,
  folder: FolderHandle,
  { name, path }: { readonly name: RawPath; readonly path: RawPath },
  stats: BigIntStats,
): Draft | null {
  try {
    const target = folder.readLink(name);
    const digest = lateCrypto().hash("sha256", Buffer.from(target, "latin1"), "hex");
    return seeEntry(walk, stats, {
      ...toEntry(path, stats, "symlink"),
      mode: 0o777,
      size: target.length,
      hash: digest,
      target,
    });
  } catch (error) {
    if (errnoOf(error) === "ENOENT") return null;
    throw unreadable(toShownPath(path), error);
  }
}

import type { EntryState, FileEdit } from "@kimi/contracts";
import { KimiError } from "@kimi/contracts/errors";
import { errnoOf } from "../disk/errno-of.ts";
import { FolderHandle } from "../disk/folder-handle.ts";
import type { EntryChange } from "../change/entry-change.ts";
import { readState } from "../manifest/read-state.ts";
import type { TreeEntry } from "../manifest/tree-entry.ts";
import { parseToolPath } from "../paths/parse-tool-path.ts";
import { type RawPath, nameOf, parentOf } from "../paths/raw-path.ts";
import { toShownPath } from "../paths/shown-path.ts";

export interface EditContents {
  /** Of the written contents, in the order of the edits. */
  readonly hashes: readonly string[];
  /** Hashes of the extended attributes that files have and keep. */
  readonly attributes: ReadonlyMap<RawPath, string | null>;
  readonly nowUs: number;
}

/**
 * What edits change, missing folders included. Of two edits of one path the later one counts.
 * @throws KimiError `path-refused` for a path that is not to be touched, `workspace` for one that is no file.
 */
export function planEdits(
  root: string,
  edits: readonly FileEdit[],
  { hashes, attributes, nowUs }: EditContents,
): readonly EntryChange[] {
  const changes = new Map<RawPath, EntryChange>();
  for (const [at, edit] of edits.entries()) {
    const path = parseToolPath(edit.path);
    const { state, missingFolders } = lookAt(root, path);
    const kept = attributes.get(path) ?? null;
    const before = state === null ? null : { ...toEntry(path, state, nowUs), attributes: kept };
    if (edit.kind === "delete") {
      if (before === null && !changes.has(path))
        throw new KimiError("workspace", `"${edit.path}" cannot be deleted: nothing is there`);
      changes.set(path, { path, before, after: null, isRelinked: false });
      continue;
    }
    for (const folder of missingFolders) {
      const made = { type: "directory", mode: 0o755, hash: null, size: 0 } as const;
      const entry = toEntry(folder, made, nowUs);
      changes.set(folder, { path: folder, before: null, after: entry, isRelinked: false });
    }
    const mode = edit.mode ?? before?.mode ?? 0o644;
    const after = { type: "file", mode, hash: hashes[at] ?? "", size: edit.content.length } as const;
    const entry = { ...toEntry(path, after, nowUs), attributes: before === null ? null : kept };
    changes.set(path, { path, before, after: entry, isRelinked: false });
  }
  return [...changes.values()].filter(({ before, after }) => before !== null || after !== null);
}

function lookAt(
  root: string,
  path: RawPath,
): { readonly state: EntryState | null; readonly missingFolders: readonly RawPath[] } {
  const missingFolders: RawPath[] = [];
  for (let folder = parentOf(path); ; folder = parentOf(folder)) {
    try {
      using parent = FolderHandle.openBelow(root, folder);
      if (missingFolders.length > 0) return { state: null, missingFolders };
      return { state: expectFile(path, readState(parent, nameOf(path))), missingFolders };
    } catch (error) {
      if (errnoOf(error) !== "ENOENT" || folder === "") throw error;
      missingFolders.push(folder);
    }
  }
}

function expectFile(path: RawPath, state: EntryState | "other" | null): EntryState | null {
  if (state === null || (state !== "other" && state.type === "file")) return state;
  const found = state === "other" ? "no regular file" : `a ${state.type}`;
  throw new KimiError(
    "workspace",
    `"${toShownPath(path)}" is ${found}: only regular files are written or deleted`,
  );
}

function toEntry(path: RawPath, state: EntryState, mtimeUs: number): TreeEntry {
  return { path, ...state, mtimeUs, target: null, linkedTo: null, isSparse: false, attributes: null };
}

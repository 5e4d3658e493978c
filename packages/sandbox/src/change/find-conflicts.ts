import type { EntryState } from "@kimi/contracts";
import { hash } from "node:crypto";
import type { AttributeDump } from "../attributes/attribute-dump.ts";
import { errnoOf } from "../disk/errno-of.ts";
import { FolderHandle } from "../disk/folder-handle.ts";
import { LinkInTheWayError } from "../disk/link-in-the-way-error.ts";
import { readState } from "../manifest/read-state.ts";
import { type TreeEntry, sameAttributes, sameState, unknownAttributes } from "../manifest/tree-entry.ts";
import { type RawPath, nameOf, parentOf } from "../paths/raw-path.ts";
import { toShownPath } from "../paths/shown-path.ts";
import { mountOf, mountsBelow } from "../target/mounts-below.ts";
import type { EntryChange } from "./entry-change.ts";

interface FoundConflicts {
  readonly conflicts: readonly { readonly path: RawPath; readonly reason: string }[];
  /** Changes still to be made: those that the user made just so are left out. */
  readonly pending: readonly EntryChange[];
}

/**
 * Compares each path of a change with the tree; nothing is written. `attributes` are those that entries carry now, of
 * the ones that have any; `null` where that is not known.
 */
export function findConflicts(
  root: string,
  changes: readonly EntryChange[],
  attributes: ReadonlyMap<RawPath, AttributeDump> | null,
): FoundConflicts {
  const byPath = new Map(changes.map((change) => [change.path, change]));
  const mounts = mountsBelow(root);
  const conflicts: { path: RawPath; reason: string }[] = [];
  const pending: EntryChange[] = [];
  for (const change of changes) {
    const reason =
      conflictAt(root, change, byPath) ??
      attributeConflict(change, attributes) ??
      mountConflict(change.path, mounts);
    if (reason === "already so") continue;
    pending.push(change);
    if (reason !== null) conflicts.push({ path: change.path, reason });
  }
  return { conflicts, pending };
}

function conflictAt(
  root: string,
  { path, before, after, isRelinked }: EntryChange,
  changes: ReadonlyMap<RawPath, EntryChange>,
): string | null {
  try {
    using parent = FolderHandle.openBelow(root, parentOf(path));
    const name = nameOf(path);
    const present = readState(parent, name);
    const isPlain = !isRelinked && (before === null || after === null || sameAttributes(before, after));
    if (present !== "other" && sameOrBothNothing(present, after) && isPlain) return "already so";
    if (present === "other" || !sameOrBothNothing(present, before)) return describe(before, present);
    if (before?.type === "directory" && after?.type !== "directory")
      return findNewcomer(parent, path, changes);
    return null;
  } catch (error) {
    if (error instanceof LinkInTheWayError) {
      // Something else stands where its folder was, so it is gone.
      if (after === null) return "already so";
      // A file or link that this very change turns into a folder.
      const blocking = ancestors(path).find((at) => changes.get(at)?.after?.type === "directory");
      return before === null && blocking !== undefined ? null : error.message;
    }
    if (errnoOf(error) !== "ENOENT") throw error;
    if (after === null) return "already so";
    const isMade = changes.get(parentOf(path))?.after?.type === "directory";
    return isMade ? null : `its folder "${toShownPath(parentOf(path))}" was removed`;
  }
}

/** Somebody else's attributes would be lost with the entry that carries them. */
function attributeConflict(
  { path, before, after }: EntryChange,
  attributes: ReadonlyMap<RawPath, AttributeDump> | null,
): string | null {
  if (attributes === null || before === null || before.attributes === unknownAttributes) return null;
  const dump = attributes.get(path);
  const found = dump === undefined ? null : hash("sha256", Buffer.from(dump, "latin1"), "hex");
  const isExpected = found === before.attributes || (after !== null && found === after.attributes);
  return isExpected ? null : "its extended attributes were changed since the run began";
}

/** Known beforehand, since a rename that fails midway would have to be undone. */
function mountConflict(path: RawPath, mounts: readonly RawPath[]): string | null {
  const mount = mountOf(path, mounts);
  return mount === null
    ? null
    : `lies in "${toShownPath(mount)}", where another file system is mounted: what is there cannot be changed together with the rest`;
}

function findNewcomer(
  parent: FolderHandle,
  path: RawPath,
  changes: ReadonlyMap<RawPath, EntryChange>,
): string | null {
  using folder = parent.enter(nameOf(path), path);
  const newcomer = folder.list().find((name) => {
    const change = changes.get(`${path}/${name}`);
    return change === undefined || change.before === null;
  });
  return newcomer === undefined
    ? null
    : `to be removed, but it holds "${toShownPath(newcomer)}", which is new`;
}

function sameOrBothNothing(a: EntryState | null, b: TreeEntry | null): boolean {
  return a === null || b === null ? a === b : sameState(a, b);
}

function describe(before: TreeEntry | null, present: EntryState | "other" | null): string {
  if (present === null) return "was removed since the run began";
  if (before === null) return "was added since the run began";
  if (present === "other" || present.type !== before.type) return "became something else since the run began";
  return present.hash === before.hash
    ? "its mode was changed since the run began"
    : "was changed since the run began";
}

function ancestors(path: RawPath): readonly RawPath[] {
  const found: RawPath[] = [];
  for (let at = parentOf(path); at !== ""; at = parentOf(at)) found.push(at);
  return found;
}

import { join } from "node:path";
import type { ApplyReport, ChangeSet, Conflict } from "@kimi/contracts";
import { KimiError } from "@kimi/contracts/errors";
import { readAttributes } from "../attributes/read-attributes.ts";
import type { FaultHook } from "../disk/fault-hook.ts";
import { linkComparer } from "../manifest/link-groups.ts";
import { type Manifest, type TreeEntry, unknownAttributes } from "../manifest/tree-entry.ts";
import type { RawPath } from "../paths/raw-path.ts";
import { fromShownPath, toShownPath } from "../paths/shown-path.ts";
import type { ContentSource } from "../store/content-source.ts";
import { folderReader } from "../transaction/folder-reader.ts";
import { type TargetChange, changeTarget } from "../transaction/change-target.ts";
import { ChangedMeanwhileError } from "../transaction/changed-meanwhile-error.ts";
import { planSteps } from "../transaction/plan-steps.ts";
import type { Journals } from "../transaction/journals.ts";
import type { EntryChange } from "./entry-change.ts";
import { findConflicts } from "./find-conflicts.ts";
import { findFolderAttributes } from "./find-folder-attributes.ts";
import { keepConflicting } from "./keep-conflicting.ts";
import { relinkChanges } from "./relink-changes.ts";

export interface ApplyRequest {
  readonly runId: string;
  readonly targetPath: string;
  readonly changeSet: ChangeSet;
  readonly from: Manifest;
  readonly to: Manifest;
  readonly source: ContentSource;
  readonly journals: Journals;
  /** Where the run's versions of conflicting paths go. */
  readonly conflictsFolder: string;
  readonly fault: FaultHook;
}

/** Writes a change set into a target: all of it, or nothing and the conflicts. */
export async function applyChangeSet(request: ApplyRequest): Promise<ApplyReport> {
  const { targetPath, from, to } = request;
  const changes = relinkChanges(toEntryChanges(request), from, to);
  const attributes = await readAttributes(targetPath, pathsBefore(changes));
  const { conflicts, pending } = findConflicts(targetPath, changes, attributes);
  if (conflicts.length > 0) return { applied: [], conflicts: keepAll(request, changes, conflicts) };
  const folderAt = folderReader(targetPath);
  const folderAttributes = await findFolderAttributes({ ...request, root: targetPath, changes: pending });
  const timeOf = (path: RawPath): number | null => folderTime(request, path, folderAt(path));
  const plan = planSteps({ changes: pending, folderAt, timeOf, folderAttributes });
  try {
    await changeTarget({ ...request, operation: "apply", plan, onLost: giveUp });
  } catch (error) {
    if (!(error instanceof ChangedMeanwhileError)) throw error;
    const late = [{ path: error.path, reason: "changed while the result was being applied" }];
    return { applied: [], conflicts: keepAll(request, changes, late) };
  }
  return { applied: pending.map(({ path }) => toShownPath(path)), conflicts: [] };
}

const giveUp: TargetChange["onLost"] = (_, error) => {
  throw error;
};

function pathsBefore(changes: readonly EntryChange[]): readonly RawPath[] {
  return changes.flatMap(({ path, before }) => (before === null ? [] : [path]));
}

/** A folder has the time it had where the result was made; one that somebody else changed meanwhile keeps its own. */
function folderTime(
  { from, to }: ApplyRequest,
  path: RawPath,
  present: { readonly mtimeUs: number } | null,
): number | null {
  const wanted = to.get(path);
  if (wanted?.type !== "directory") return null;
  return present === null || present.mtimeUs === from.get(path)?.mtimeUs ? wanted.mtimeUs : null;
}

function toEntryChanges({ changeSet, from, to }: ApplyRequest): readonly EntryChange[] {
  const sameLinks = linkComparer(from, to);
  return changeSet.changes.map((change) => {
    const path = fromShownPath(change.path);
    const before = change.before === null ? null : (from.get(path) ?? null);
    const after = change.after === null ? null : (to.get(path) ?? null);
    if (before?.hash !== change.before?.hash || after?.hash !== change.after?.hash) {
      throw new KimiError(
        "workspace",
        `the change set does not belong to its snapshots: they differ at "${change.path}"`,
      );
    }
    const isRelinked = before !== null && after !== null && !sameLinks(path);
    return { path, before, after: after && inheritAttributes(before, after), isRelinked };
  });
}

/** What is not known of the new entry's attributes is taken to be as it was. */
function inheritAttributes(before: TreeEntry | null, after: TreeEntry): TreeEntry {
  const isInherited = after.attributes === unknownAttributes && before?.type === after.type;
  return isInherited ? { ...after, attributes: before.attributes } : after;
}

function keepAll(
  { source, conflictsFolder, runId }: ApplyRequest,
  changes: readonly EntryChange[],
  found: readonly { readonly path: string; readonly reason: string }[],
): readonly Conflict[] {
  const byPath = new Map(changes.map((change) => [change.path, change.after]));
  return found.map(({ path, reason }) => ({
    path: toShownPath(path),
    reason,
    keptAt: keepConflicting(join(conflictsFolder, runId), byPath.get(path) ?? null, source),
  }));
}

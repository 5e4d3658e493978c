import { join } from "node:path";
import type { ApplyReport, ChangeSet, Conflict } from "@kimi/contracts";
import { KimiError } from "@kimi/contracts/errors";
import type { FaultHook } from "../disk/fault-hook.ts";
import type { Manifest } from "../manifest/tree-entry.ts";
import { fromShownPath, toShownPath } from "../paths/shown-path.ts";
import type { ContentSource } from "../store/content-source.ts";
import { folderReader } from "../transaction/folder-reader.ts";
import { type TargetChange, changeTarget } from "../transaction/change-target.ts";
import { ChangedMeanwhileError } from "../transaction/changed-meanwhile-error.ts";
import { planSteps } from "../transaction/plan-steps.ts";
import type { Journals } from "../transaction/journals.ts";
import type { EntryChange } from "./compare-manifests.ts";
import { findConflicts } from "./find-conflicts.ts";
import { keepConflicting } from "./keep-conflicting.ts";

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
  const { targetPath } = request;
  const changes = toEntryChanges(request);
  const { conflicts, pending } = findConflicts(targetPath, changes);
  if (conflicts.length > 0) return { applied: [], conflicts: keepAll(request, changes, conflicts) };
  const plan = planSteps({ changes: pending, folderAt: folderReader(targetPath) });
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

function toEntryChanges({ changeSet, from, to }: ApplyRequest): readonly EntryChange[] {
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
    return { path, before, after };
  });
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
